package io.istiodoctor.mesh.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            TCP, , http,        80,    HTTP
            TCP, , HTTP-web,    80,    HTTP
            TCP, , http2-x,     80,    HTTP2
            TCP, , http2foo,    80,    DETECTED
            TCP, , grpc-web-x,  80,    GRPC_WEB
            TCP, , grpc,        80,    GRPC
            TCP, , web-http,    80,    DETECTED
            TCP, , '',          3306,  TCP
            TCP, , '',          27017, TCP
            TCP, , mysql-x,     3306,  MYSQL
            UDP, , http,        80,    UDP
            TCP, https, http,   80,    HTTPS
            TCP, kubernetes.io/h2c, tcp, 80, HTTP2
            TCP, kubernetes.io/wss, tcp, 80, HTTPS
            TCP, something, http, 80,  DETECTED
            """)
    void a_ports_protocol_is_chosen_in_istios_order(String transport, String app, String name, long port, Protocol expected) {
        assertEquals(expected, Protocol.of(transport, Optional.ofNullable(app), name, port));
    }
}
