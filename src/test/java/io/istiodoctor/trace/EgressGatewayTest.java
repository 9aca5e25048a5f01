package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pods send through an egress gateway is followed through it, to the outside. */
class EgressGatewayTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {istio-injection: enabled}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1, namespace: shop, labels: {app: web, security.istio.io/tlsMode: istio}, annotations: {sidecar.istio.io/status: "{}"}}
            spec: {serviceAccountName: web, containers: [{name: app, image: "app:1"}, {name: istio-proxy, image: "proxyv2:1.30.1"}]}
            status: {phase: Running, podIP: 10.244.0.1, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: cron-1, namespace: legacy, labels: {app: cron}}
            spec: {containers: [{name: app, image: "app:1"}]}
            status: {phase: Running, podIP: 10.244.0.2, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: egress, namespace: edge}
            spec: {selector: {istio: egress}, clusterIP: 10.96.0.9, ports: [{name: status-port, port: 15021}, {name: http2, port: 80, targetPort: 8080}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: egress-1, namespace: edge, labels: {istio: egress}}
            spec: {containers: [{name: istio-proxy, image: "proxyv2:1.30.1"}]}
            status: {phase: Running, podIP: 10.244.0.3, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: partner, namespace: shop}
            spec: {hosts: [api.partner.example], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}, {number: 443, name: https, protocol: HTTPS}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: out, namespace: shop}
            spec:
              selector: {istio: egress}
              servers: [{port: {number: 80, name: main, protocol: PROTOCOL}, hosts: [HOST], TLS}]
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: egress, namespace: shop}
            spec: {host: egress.edge.svc.cluster.local, trafficPolicy: {tls: {POLICY}}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: partner, namespace: shop}
            spec:
              hosts: [api.partner.example]
              gateways: [mesh, out]
              http:
              - match: [{gateways: [mesh]}]
                route: [{destination: {host: egress.edge.svc.cluster.local, port: {number: 80}}}]
              - match: [{gateways: [out], uri: {prefix: /api}}]
                route: [{destination: {host: TARGET, port: {number: 80}}}]
            """;

    private static Trace trace(String mesh, String from, String url) {
        return Meshes.of(mesh).trace(url,
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of(from), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP  | '*'                 | tls: {}                  | mode: DISABLE                                | api.partner.example | /api | UNKNOWN | not known | what answers there is outside
            HTTP  | api.partner.example | tls: {}                  | mode: DISABLE                                | api.partner.example | /    | BROKEN  | 404 NR    | No rule takes /
            HTTP  | other.example       | tls: {}                  | mode: DISABLE                                | api.partner.example | /api | BROKEN  | 404 NR    | has the host api.partner.example
            HTTP  | '*'                 | tls: {}                  | mode: DISABLE                                | gone.example        | /api | BROKEN  | 503 NC    | has the host gone.example
            HTTP  | '*'                 | tls: {}                  | mode: ISTIO_MUTUAL                           | api.partner.example | /api | BROKEN  | 503 UF    | speaks plain HTTP, not TLS
            HTTPS | api.partner.example | tls: {mode: ISTIO_MUTUAL} | 'mode: ISTIO_MUTUAL, sni: api.partner.example' | api.partner.example | /api | UNKNOWN | not known | what answers there is outside
            HTTPS | api.partner.example | tls: {mode: ISTIO_MUTUAL} | mode: ISTIO_MUTUAL                           | api.partner.example | /api | BROKEN  | 503 UF    | has the host outbound_.80_._.egress.edge.svc.cluster.local
            HTTPS | api.partner.example | tls: {mode: ISTIO_MUTUAL} | mode: DISABLE                                | api.partner.example | /api | BROKEN  | 503 UC    | plain text, but port 80 takes TLS only
            """)
    void through_the_gateway(String protocol, String host, String tls, String policy, String target, String path, Verdict verdict,
            String expect, String why) {
        Trace trace = trace(MESH.replace("PROTOCOL", protocol).replace("HOST", "\"" + host + "\"").replace("TLS", tls)
                .replace("{POLICY}", "{" + policy + "}")
                .replace("TARGET", target), "shop/web-1", "http://api.partner.example" + path);
        assertEquals(verdict, trace.verdict(), trace::toString);
        assertEquals(expect, trace.expect(), trace::toString);
        assertTrue(trace.hops().stream().anyMatch(h -> h.message().contains(why)), trace::toString);
    }

    private static final String PLAIN = MESH.replace("PROTOCOL", "HTTP").replace("HOST", "\"*\"").replace("TLS", "tls: {}")
            .replace("{POLICY}", "{mode: DISABLE}")
            .replace("TARGET", "api.partner.example");

    @Test
    void a_pod_without_a_proxy_is_told_what_the_gateway_answers() {
        assertEquals("404 NR", trace(PLAIN, "legacy/cron-1", "http://egress.edge/").expect());
        assertEquals(Verdict.REACHABLE, trace(PLAIN, "legacy/cron-1", "http://egress.edge:15021/healthz/ready").verdict());
    }

    @Test
    void policies_at_the_gateway_know_the_sender_by_mutual_tls_only() {
        String policy = """
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: web, namespace: edge}
                spec: {rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}]}]}
                """;
        String mutual = MESH.replace("PROTOCOL", "HTTPS").replace("HOST", "api.partner.example").replace("TLS", "tls: {mode: ISTIO_MUTUAL}")
                .replace("{POLICY}", "{mode: ISTIO_MUTUAL, sni: api.partner.example}").replace("TARGET", "api.partner.example");
        assertEquals(Verdict.UNKNOWN, trace(mutual + policy, "shop/web-1", "http://api.partner.example/api").verdict());
        assertTrue(trace(PLAIN + policy, "shop/web-1", "http://api.partner.example/api").expect().startsWith("403"));
    }

    @Test
    void a_gateway_that_sends_to_itself_does_not_go_on_for_ever() {
        Trace trace = trace(PLAIN.replace("gateways: [mesh, out]", "gateways: [out]").replace("match: [{gateways: [mesh]}]", "name: all"),
                "legacy/cron-1",
                "http://egress.edge/");
        assertEquals("404 NR", trace.expect(), trace::toString);
        String loop = PLAIN
                .replace("hosts: [api.partner.example]\n              gateways: [mesh, out]",
                        "hosts: [egress.edge]\n              gateways: [out]")
                .replace("hosts: [api.partner.example]\n  gateways: [mesh, out]", "hosts: [egress.edge]\n  gateways: [out]")
                .replace("match: [{gateways: [mesh]}]", "name: all");
        assertEquals(Verdict.UNKNOWN, trace(loop, "legacy/cron-1", "http://egress.edge/").verdict());
    }
}
