package io.istiodoctor.mesh.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Meshes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server of a Gateway says, and that a Gateway's index of its hosts finds what its servers say one by one. */
class ServerSpecTest {
    private static GatewayServer server(String fields) {
        return Meshes.complete("""
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: front, namespace: shop}
                spec: {selector: {istio: edge}, servers: [%s]}
                """.formatted(fields)).gateways().getFirst().servers().getFirst();
    }

    @Provide
    Arbitrary<List<String>> serverHosts() {
        return Arbitraries.of("*", "a.com", "*.com", "x.a.com", "*.a.com", "./a.com", "shop/*.com", "other/a.com", "*/x.a.com", "./*")
                .list()
                .ofMinSize(1).ofMaxSize(4).uniqueElements();
    }

    @Provide
    Arbitrary<String> host() {
        return Arbitraries.of("a.com", "*.com", "x.a.com", "*.a.com", "y.x.a.com", "b.org", "*");
    }

    @Property(tries = 300)
    void a_gateway_accepts_what_its_servers_accept(@ForAll("serverHosts") List<String> hosts, @ForAll("host") String host,
            @ForAll boolean own) {
        GatewayServer server = server("{port: {number: 80, name: http, protocol: HTTP}, hosts: ['" + String.join("', '", hosts) + "']}");
        String namespace = own ? "shop" : "other";
        Set<String> quick = new TreeSet<>();
        server.gateway().accepting(host, namespace).forEach(a -> quick.add(a.domain()));
        assertEquals(quick, new TreeSet<>(server.spec().accepted(List.of(host), namespace)));
        assertEquals(!quick.isEmpty(), server.spec().accepts(List.of(host), namespace));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {"'*/a.com', shop/b.com, ./c.com, d.com | a.com shop/b.com shop/c.com d.com",
            "a.com, '*/*', ./b.com | *"})
    void hosts_are_kept_with_the_namespace_that_they_name(String written, String kept) {
        assertEquals(List.of(kept.split(" ")),
                server("{port: {number: 80, name: http, protocol: HTTP}, hosts: [" + written + "]}").spec().hosts());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"HTTP | - | http.8080", "GRPC | {httpsRedirect: true} | http.8080",
            "HTTPS | {mode: SIMPLE, credentialName: c} | https.443.p.front.shop", "HTTPS | {mode: PASSTHROUGH} | ''",
            "TLS | {mode: SIMPLE, credentialName: c} | ''",
            "TCP | - | ''"})
    void what_tells_requests_apart_has_a_route_table(String protocol, String tls, String table) {
        ServerSpec spec = server("{port: {number: 443, name: p, protocol: " + protocol + "}, hosts: ['*']"
                + (tls == null ? "" : ", tls: " + tls) + "}").spec();
        assertEquals(table, spec.routeName(8080));
        assertEquals(!table.isEmpty(), spec.httpServer());
    }

    @Test
    void tls_without_a_mode_is_passed_on() {
        ServerSpec spec = server("{port: {number: 443, name: p, protocol: TLS}, hosts: ['*'], tls: {}}").spec();
        assertEquals("PASSTHROUGH", spec.mode());
        assertEquals(true, spec.passthrough());
        assertEquals(false, spec.terminatesTls());
    }
}
