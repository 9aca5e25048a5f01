package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A NetworkPolicy that shuts a way breaks it there; one that leaves it open changes nothing. And a policy sees the path that a route made. */
class ShutWaysTest {
    private static final SmallMesh HEALTHY = SmallMesh.healthy("lb", true, false, "shop.example.com", "", "8080");

    private static final String POLICY = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: guard, namespace: %s}
            spec: {podSelector: {}, %s}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shop         | policyTypes: [Ingress]                                        | BROKEN    | POD
            shop         | ingress: [{from: [{podSelector: {}}]}]                         | BROKEN    | POD
            shop         | ingress: [{from: [{namespaceSelector: {}}]}]                   | REACHABLE |
            shop         | ingress: [{ports: [{port: 80}]}]                               | BROKEN    | POD
            shop         | ingress: [{ports: [{port: 8080}]}]                             | REACHABLE |
            istio-system | policyTypes: [Ingress]                                        | BROKEN    | GATEWAY
            istio-system | policyTypes: [Egress]                                         | BROKEN    | POD
            other        | policyTypes: [Ingress, Egress]                                | REACHABLE |
            """)
    void a_network_policy(String namespace, String spec, Verdict verdict, Stage at) {
        Trace trace = Meshes.of(HEALTHY.manifests() + POLICY.formatted(namespace, spec)).trace("http://shop.example.com/");
        assertEquals(verdict, trace.verdict(), trace::toString);
        assertEquals(at, trace.at().orElse(null));
        assertTrue(verdict == Verdict.REACHABLE || trace.hops().getLast().message().contains("NetworkPolicy " + namespace + "/guard does not let"));
    }

    @ParameterizedTest
    @CsvSource({"/private, BROKEN", "/public, REACHABLE"})
    void policies_see_the_path_that_a_route_makes(String denied, Verdict verdict) {
        SmallMesh open = SmallMesh.healthy("lb", true, false, "*", "", "8080");
        String sidecar = open.manifests().replace("containers: [{name: shop,", "containers: [{name: istio-proxy, image: docker.io/istio/proxyv2:1.24.0}, {name: shop,");
        String rewriting = """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: second, namespace: shop}
                spec:
                  hosts: [second.example.com]
                  gateways: [shop]
                  http: [{match: [{uri: {prefix: /a}}], rewrite: {uri: /private}, route: [{destination: {host: shop, port: {number: 8000}}}]}]
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: deny, namespace: shop}
                spec: {action: DENY, rules: [{to: [{operation: {paths: ["%s*"]}}]}]}
                """.formatted(denied);
        Trace trace = Meshes.of(sidecar + rewriting).trace("http://second.example.com/a");
        assertEquals(verdict, trace.verdict(), trace::toString);
    }
}
