package io.istiodoctor.proxy.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.SidecarInbound;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which filter chains the ports of a pod have. */
class InboundChainsTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop, labels: {app: web}%s}
            spec: {containers: [{name: app, image: a, ports: [{name: main, containerPort: 8080}]}, {name: istio-proxy, image: p}]}
            status: {podIP: 10.1.0.7}
            """;

    private static SidecarInbound inbound(String manifests) {
        Proxies proxies = new Proxies(Meshes.complete(manifests), List.of());
        return proxies.inbound(proxies.endpoints().pods().named("shop", "web").orElseThrow());
    }

    private static String service(String name, String created, String ports) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: shop, creationTimestamp: "%s"}
                spec: {selector: {app: web}, ports: [%s]}
                """.formatted(name, created, ports);
    }

    private static String mode(String mode) {
        return """
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: shop}
                spec: {mtls: {mode: %s}}
                """.formatted(mode);
    }

    private static String shown(FilterChain chain) {
        String transport = chain.match().transport().name().toLowerCase(Locale.ROOT);
        String protocols = chain.match().protocols().isEmpty() ? "" : " " + chain.match().protocols().getLast();
        String content = chain.content() instanceof FilterChain.Content.Http ? "http" : "tcp";
        return transport + protocols + (chain.tls().isPresent() ? " mtls " : " ") + content;
    }

    private static String shown(SidecarInbound inbound, long port) {
        return String.join("; ", inbound.listener(port).chains().stream().map(InboundChainsTest::shown).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "http | STRICT     | tls mtls http",
            "http | PERMISSIVE | tls istio-h2 mtls http; plain http",
            "http | DISABLE    | any http",
            "tcp  | STRICT     | tls mtls tcp",
            "tcp  | PERMISSIVE | tls istio-h2 mtls tcp; tls tcp; plain tcp",
            "tcp  | DISABLE    | any tcp",
            "web  | STRICT     | tls istio-h2 mtls http; tls mtls tcp",
            "web  | PERMISSIVE | tls istio-h2 mtls http; plain h2c http; tls istio mtls tcp; plain tcp; tls tcp",
            "web  | DISABLE    | any h2c http; any tcp",
            "grpc | STRICT     | tls mtls http",
            "https | STRICT    | tls mtls tcp",
    })
    void mode_and_protocol_choose_the_chains(String name, String mode, String chains) {
        SidecarInbound inbound = inbound(
                POD.formatted("") + service("web", "", "{name: " + name + ", port: 80, targetPort: main}") + mode(mode));
        assertEquals(chains, shown(inbound, 8080));
        assertEquals(name.equals("grpc"), inbound.cluster(ClusterName.inbound(8080)).orElseThrow().http2());
        assertEquals(shown(inbound(POD.formatted("") + service("web", "", "{name: web, port: 80, targetPort: 7777}") + mode(mode)), 7777),
                shown(inbound, 5555),
                "ports that no Service names are looked into");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "2024-01-01T00:00:00Z | 2024-01-02T00:00:00Z | tls mtls http",
            "2024-01-02T00:00:00Z | 2024-01-01T00:00:00Z | tls mtls tcp",
            "2024-01-01T00:00:00Z | 2024-01-01T00:00:00Z | tls mtls http",
    })
    void the_oldest_Service_of_a_target_port_gives_its_protocol(String first, String second, String chains) {
        SidecarInbound inbound = inbound(POD.formatted("") + service("b", second, "{name: tcp, port: 80, targetPort: 8080}")
                + service("a", first, "{name: http, port: 80, targetPort: 8080}") + mode("STRICT"));
        assertEquals(chains, shown(inbound, 8080));
        assertEquals(1, inbound.leftOut().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "excludeInboundPorts: '8080,9000' | 8080 | false",
            "excludeInboundPorts: '8080,9000' | 8081 | true",
            "includeInboundPorts: '8080'      | 8080 | true",
            "includeInboundPorts: '8080'      | 9000 | false",
            "includeInboundPorts: ''          | 8080 | false",
            "excludeOutboundPorts: '8080'     | 8080 | true",
            "excludeOutboundPorts: '8080'     | 15021 | false",
    })
    void annotations_keep_ports_from_the_proxy(String annotation, long port, boolean captured) {
        assertEquals(captured, inbound(POD.formatted(", annotations: {traffic.sidecar.istio.io/" + annotation + "}")).captured(port));
    }
}
