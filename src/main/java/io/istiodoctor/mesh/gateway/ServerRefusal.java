package io.istiodoctor.mesh.gateway;

import java.util.List;
import java.util.Set;

/** Why Istio's validation refuses a Gateway's server, or the proxy cannot serve it (ValidateGateway of istiod). */
public enum ServerRefusal {
    /** Nothing is wrong with it. */
    NONE,
    /** No protocol is given. */
    PROTOCOL_MISSING,
    /** The protocol is none that Istio knows. */
    PROTOCOL_UNKNOWN,
    /** UDP passes validation, but the proxy makes no listener of it. */
    UDP,
    /** HTTPS or TLS without a {@code tls} section. */
    TLS_MISSING,
    /** Plain HTTP with certificates or a TLS mode; only a redirect to HTTPS may stand there. */
    TLS_ON_HTTP,
    /** TCP with a {@code tls} section. */
    TLS_ON_TCP,
    /** The port has no name. */
    NAME_MISSING,
    /** Another server of the Gateway has a port of this name. */
    NAME_TAKEN;

    private static final Set<String> HTTP = Set.of("HTTP", "HTTP2", "GRPC", "GRPC-WEB", "HTTP_PROXY");
    private static final Set<String> TLS = Set.of("HTTPS", "TLS");
    private static final Set<String> TCP = Set.of("TCP", "MONGO", "REDIS", "MYSQL");

    /** Protocols that a Gateway may name. */
    static final List<String> PROTOCOLS = List.of("HTTP", "HTTPS", "HTTP2", "GRPC", "GRPC-WEB", "TLS", "TCP", "MONGO", "REDIS", "MYSQL");

    static ServerRefusal of(GatewayServer server) {
        String protocol = server.protocol();
        if (protocol.isEmpty()) {
            return PROTOCOL_MISSING;
        }
        if (protocol.equals("UDP")) {
            return UDP;
        }
        if (!HTTP.contains(protocol) && !TLS.contains(protocol) && !TCP.contains(protocol)) {
            return PROTOCOL_UNKNOWN;
        }
        if (TLS.contains(protocol) && !server.tls()) {
            return TLS_MISSING;
        }
        boolean ends = server.terminatesTls() || !server.credentials().isEmpty();
        if (HTTP.contains(protocol) && ends) {
            return TLS_ON_HTTP;
        }
        if (TCP.contains(protocol) && server.tls()) {
            return TLS_ON_TCP;
        }
        return name(server);
    }

    private static ServerRefusal name(GatewayServer server) {
        if (server.portName().isEmpty()) {
            return NAME_MISSING;
        }
        return server.gateway().firstNamed(server.portName()) == server ? NONE : NAME_TAKEN;
    }
}
