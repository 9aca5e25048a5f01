package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose certificates a client's proxy takes, where the pod that it meets is not one of the host to which a route leads. */
class ExpectedServerTest {
    private static final String ROUTED = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: web, namespace: shop}
            spec: {hosts: [web], http: [{route: [{destination: {host: db, port: {number: 80}}}]}]}
            ---
            """;

    private static String service(String name, String address) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: shop}
                spec: {clusterIP: %2$s, selector: {app: %1$s}, ports: [{name: http, port: 80, targetPort: 80}]}
                ---
                """.formatted(name, address);
    }

    private static String pod(String app, String account, String address) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s-1, namespace: shop, labels: {app: %1$s}}
                spec: {%2$s containers: [{name: app, ports: [{containerPort: 80}]}, {name: istio-proxy}]}
                status: {podIP: %3$s, conditions: [{type: Ready, status: "True"}]}
                ---
                """.formatted(app, account.isEmpty() ? "" : "serviceAccountName: " + account + ",", address);
    }

    private static Trace trace(String more) {
        String mesh = service("web", "10.96.0.7") + pod("client", "client", "10.244.1.9") + more;
        return Meshes.of(mesh).trace("http://web/",
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of("shop/client-1"), Optional.empty()));
    }

    // A headless host is sent to at the address that the client meant, which is here that of another Service.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"web | db | BROKEN | 503 UF", "web | web | REACHABLE | the application's answer",
            "'' | db | REACHABLE | the application's answer"})
    void another_pod_than_those_of_the_host(String web, String db, Verdict verdict, String expect) {
        Trace trace = trace(ROUTED + service("db", "None") + pod("web", web, "10.244.1.4") + pod("db", db, "10.244.1.5"));
        assertEquals(verdict, trace.verdict(), trace::toString);
        assertEquals(expect, trace.expect());
        if (verdict == Verdict.BROKEN) {
            assertTrue(trace.hops().getLast().message().contains("takes spiffe://cluster.local/ns/shop/sa/db only"), trace::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"spiffe://cluster.local/ns/shop/sa/web, REACHABLE", "spiffe://cluster.local/ns/shop/sa/old, BROKEN"})
    void names_that_a_destination_rule_gives(String name, Verdict verdict) {
        Trace trace = trace(pod("web", "web", "10.244.1.4") + """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: web, namespace: shop}
                spec: {host: web, trafficPolicy: {tls: {mode: ISTIO_MUTUAL, subjectAltNames: ["%s"]}}}
                """.formatted(name));
        assertEquals(verdict, trace.verdict(), trace::toString);
    }
}
