package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.UserError;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceRequestTest {
    @ParameterizedTest
    @CsvSource({
            "http://a.example,             http,  a.example, 80,   /",
            "https://A.example/x?y=1,      https, a.example, 443,  /x",
            "http://10.0.0.1:31380/x#top,  http,  10.0.0.1,  31380, /x",
            "http://[2001:db8::1]:8080/,   http,  2001:db8::1, 8080, /",
            "tcp://a.example:5432,         tcp,   a.example, 5432, /",
            "tls://a.example,              tls,   a.example, 443,  /",
            "http://user@a.example?x=/,    http,  a.example, 80,   /",
            "https://[2001:DB8::1],        https, 2001:db8::1, 443, /",
            "http://A.example.:1/?,        http,  a.example, 1,    /",
            "http://a.example:65535?x,     http,  a.example, 65535, /",
    })
    void a_url_is_taken_apart(String url, String scheme, String host, int port, String path) {
        TraceRequest request = TraceRequest.parse(url, TraceRequest.Options.NONE);
        assertEquals(scheme + " " + host + " " + port + " " + path,
                request.scheme() + " " + request.host() + " " + request.port() + " " + request.path());
    }

    @ParameterizedTest
    @CsvSource({
            "a.example/x,          has no scheme",
            "ftp://a.example,      unknown scheme 'ftp'",
            "http:///x,            has no host",
            "http://a b/,          is no host name",
            "http://a.example:0/,  not between 1 and 65535",
            "http://a.example:65536/, not between 1 and 65535",
            "http://a.example:x/,  not between 1 and 65535",
            "tcp://a.example,      has no port",
            "://a.example/,        unknown scheme ''",
            "http://[a.example]/,  is no host name",
    })
    void what_is_no_url_gets_one_line(String url, String says) {
        UserError error = assertThrows(UserError.class, () -> TraceRequest.parse(url, TraceRequest.Options.NONE));
        assertEquals(UserError.BAD_INPUT, error.exitCode());
        assertTrue(error.getMessage().contains(says) && error.getMessage().lines().count() == 1, error.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            no colon   | -        | -           | a header has no colon
            : x        | -        | -           | no header can be called ''
            a b: x     | -        | -           | no header can be called 'a b'
            a: x       | GE T     | -           | no method is called 'GE T'
            a: x       | -        | web:80      | address 'web:80' is no IP address
            a: x       | -        | 10.0.0.1:0  | port '0' in '10.0.0.1:0' is not between 1 and 65535
            a: x       | -        | :80         | address ':80' is no IP address
            """)
    void what_no_client_sends_gets_one_line(String header, String method, String address, String says) {
        TraceRequest.Options options = new TraceRequest.Options(List.of(header), Optional.ofNullable(method), Optional.empty(),
                Optional.empty(), Optional.ofNullable(address));
        UserError error = assertThrows(UserError.class, () -> TraceRequest.parse("http://a.example/", options));
        assertTrue(error.getMessage().contains(says) && error.getMessage().lines().count() == 1, error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1, 81", "10.0.0.1:8080, 10.0.0.1, 8080", "FD00::1, fd00::1, 81", "[fd00::1]:8080, fd00::1, 8080",
            "[fd00::1], fd00::1, 81"})
    void the_address_that_is_connected_to(String written, String host, int port) {
        TraceRequest request = TraceRequest.parse("http://a.example:81/",
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(written)));
        assertEquals(host + " " + port, request.connectTo() + " " + request.connectPort());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            https://A.example/ | -         | a.example
            https://10.0.0.1/  | -         | ``
            https://10.0.0.1/  | B.example | b.example
            """, quoteCharacter = '`')
    void what_the_client_names_in_its_greeting(String url, String named, String sni) {
        assertEquals(sni, TraceRequest.parse(url,
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.ofNullable(named), Optional.empty(), Optional.empty()))
                .sni());
    }

    @Test
    void what_follows_the_path_is_for_rules_that_look_at_it() {
        assertEquals(Map.of("x", "1", "y", "", "", "z"), TraceRequest.parse("http://a.example/?x=1&y&x=2&=z", TraceRequest.Options.NONE)
                .query());
    }

    @Test
    void a_redirect_is_followed_with_what_was_sent_and_to_the_same_address_while_the_name_stays() {
        TraceRequest first = TraceRequest.parse("http://a.example/x", new TraceRequest.Options(List.of("Host: b.example", "Tenant: one"),
                Optional.of("post"), Optional.empty(), Optional.of("shop/web"), Optional.of("[fd00::1]:8080")));
        TraceRequest next = first.follow("https://a.example/y");
        assertEquals("POST https://a.example/y {tenant=one} fd00::1 443",
                next.method() + " " + next.url() + " " + next.headers() + " " + next.connectTo() + " " + next.connectPort());
        assertEquals(first.from(), next.from());
        assertEquals(Optional.empty(), first.follow("https://b.example/y").address());
    }

    @Test
    void a_text_that_was_put_together_may_name_no_host() {
        assertTrue(TraceRequest.namesHost("http://www.example/"));
        assertFalse(TraceRequest.namesHost("http://www.*.example/"));
    }

    @Test
    void a_service_that_is_not_there_is_told_with_the_nearest() {
        Meshes mesh = Meshes.of(SmallMesh.healthy("lb", true, false, "*", "", "8080").manifests());
        UserError error = assertThrows(UserError.class,
                () -> ServiceTracer.trace(mesh.mesh(), mesh.proxies(), mesh.diagnosis(), "shpo.shop"));
        assertTrue(error.getMessage().contains("did you mean shop.shop?"), error.getMessage());
        assertThrows(UserError.class, () -> ServiceTracer.trace(mesh.mesh(), mesh.proxies(), mesh.diagnosis(), "shop.shop:9"));
        assertTrue(ServiceTracer.names("shop.shop:8000"));
        assertTrue(ServiceTracer.names("shop"));
        assertFalse(ServiceTracer.names("http://shop.shop/"));
    }

    @Test
    void codes_and_flags_are_explained_each() {
        assertEquals(2, ResponseFlags.explain("503 uh").size());
        assertTrue(ResponseFlags.explain("503 XX").isEmpty());
        Set<String> names = new HashSet<>();
        ResponseFlags.all().forEach(m -> assertTrue(names.add(m.name()) && m.meaning().endsWith(".") && !m.title().isEmpty(), m.name()));
        assertTrue(names.containsAll(Set.of("NR", "NC", "UH", "UF", "UO", "URX", "UC", "UT", "DC", "UAEX", "RBAC", "426", "431")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            http://[fd00::1]:8080/x      | -             | [fd00::1]    | [fd00::1]:8080
            http://[fd00::1]/            | -             | [fd00::1]    | [fd00::1]
            http://Shop.example:8080/    | -             | shop.example | shop.example:8080
            https://shop.example:443/    | -             | shop.example | shop.example
            http://10.0.0.1:8080/        | Web.shop:8080 | web.shop     | Web.shop:8080
            http://10.0.0.1:8080/        | [fd00::2]:80  | [fd00::2]    | [fd00::2]:80
            tcp://10.0.0.1:9000          | -             | 10.0.0.1     | 10.0.0.1:9000
            """)
    void virtual_hosts_are_looked_up_without_the_port_that_conditions_see(String url, String host, String routed, String authority) {
        List<String> headers = host == null ? List.of() : List.of("Host: " + host);
        TraceRequest request = TraceRequest.parse(url,
                new TraceRequest.Options(headers, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertEquals(routed, request.routedHost());
        assertEquals(authority, request.authority());
    }
}
