package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects of Kubernetes' own kinds that would be refused are not there for a request, and the way says so where they would have been met. */
class RefusedOnTheWayTest {
    private static final String HEALTHY = SmallMesh.healthy("lb", true, false, "shop.example.com", "", "8080").manifests()
            .replace("  clusterIP: 10.0.0.2\n", "");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            targetPort: 8080}]             | targetPort: 808080}]                | DESTINATION | Service shop/shop         | value-invalid
            {name: http, port: 8000        | {name: HTTP, port: 8000             | DESTINATION | Service shop/shop         | value-invalid
            name: shop-v1                  | name: shop_v1                       | POD         | Deployment shop/shop_v1   | name-invalid
            """)
    void it_is_absent(String text, String mistake, Stage at, String refused, String rule) {
        assertTrue(HEALTHY.contains(text), HEALTHY);
        Meshes meshes = Meshes.of(HEALTHY.replace(text, mistake)).withFindings();
        Trace trace = meshes.trace("http://shop.example.com/");
        assertEquals(Verdict.BROKEN, trace.verdict(), trace::toString);
        assertEquals(at, trace.at().orElseThrow());
        assertTrue(trace.hops().getLast().message().endsWith(refused + " would be refused, and takes no part."), trace::toString);
        assertEquals(Set.of(rule), trace.findings().stream().map(f -> f.rule()).collect(Collectors.toSet()));
        assertEquals(Set.of(rule), meshes.diagnosis().findings().stream().map(f -> f.rule()).collect(Collectors.toSet()));
    }

    @Test
    void a_policy_that_is_refused_shuts_nothing() {
        String policy = """
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: guard, namespace: shop}
                spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: %s}}}]}]}
                """;
        assertEquals(Verdict.BROKEN, Meshes.of(HEALTHY + policy.formatted("nobody")).trace("http://shop.example.com/").verdict());
        Trace trace = Meshes.of(HEALTHY + policy.formatted("nobody else")).trace("http://shop.example.com/");
        assertEquals(Verdict.REACHABLE, trace.verdict(), trace::toString);
        assertTrue(trace.hops().getLast().message().endsWith("NetworkPolicy shop/guard would be refused, and takes no part."));
    }

    @Test
    void what_a_request_does_not_meet_is_not_told() {
        Trace trace = Meshes.of(HEALTHY + """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: Other, namespace: shop}
                spec: {selector: {app: shop}, ports: [{name: http, port: 8000}]}
                """).trace("http://shop.example.com/");
        assertEquals(Verdict.REACHABLE, trace.verdict(), trace::toString);
        assertFalse(trace.toString().contains("would be refused"), trace::toString);
    }

    @Test
    void a_node_port_that_api_servers_seldom_give_away_makes_the_way_suspect() {
        String service = """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: direct, namespace: shop}
                spec: {type: NodePort, selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080, nodePort: %d}]}
                """;
        assertEquals(Verdict.REACHABLE, Meshes.of(HEALTHY + service.formatted(30001)).trace("http://198.51.100.4:30001/").verdict());
        Trace trace = Meshes.of(HEALTHY + service.formatted(8088)).trace("http://198.51.100.4:8088/");
        assertEquals(Verdict.SUSPECT, trace.verdict(), trace::toString);
        assertEquals(Stage.ENTRY, trace.at().orElseThrow());
        assertTrue(trace.hops().getFirst().message().endsWith("unless the API server has another range than 30000 to 32767."));
        String other = service.formatted(81).replace("direct", "old").replace("spec: {", "spec: {clusterIP: 10.0.0.9, ");
        assertEquals(Verdict.REACHABLE,
                Meshes.of(HEALTHY + service.formatted(8088) + other).trace("http://198.51.100.4:8088/").verdict());
    }
}
