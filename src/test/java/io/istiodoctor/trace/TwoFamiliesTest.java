package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cluster with IPv4 and IPv6, and one that has IPv6 only: which addresses lead where, and what cannot be known. */
class TwoFamiliesTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec:
              clusterIP: 10.96.0.7
              clusterIPs: [10.96.0.7, "fd00:10:96::7"]
              ipFamilies: [IPv4, IPv6]
              ipFamilyPolicy: PreferDualStack
              selector: {app: web}
              ports: [{name: http, port: 80, targetPort: 8080}]
            ---
            """ + pod("web-1", "web", "10.244.1.4", "fd00:10:244::4", true) + pod("plain", "plain", "10.244.1.5", "fd00:10:244::5", false)
            + pod("client", "client", "10.244.1.6", "fd00:10:244::6", true) + pod("old", "client", "10.244.1.7", "10.244.1.7", true);

    private static String pod(String name, String app, String first, String second, boolean proxy) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s, namespace: shop, labels: {app: %2$s}}
                spec: {containers: [{name: app, ports: [{containerPort: 8080}]}%5$s]}
                status: {podIP: "%3$s", podIPs: [{ip: "%3$s"}, {ip: "%4$s"}], conditions: [{type: Ready, status: "True"}]}
                ---
                """.formatted(name, app, first, second, proxy ? ", {name: istio-proxy}" : "");
    }

    private static Trace trace(String manifests, String url, String from) {
        return Meshes.of(manifests).trace(url,
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of(from), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"http://web/, client, REACHABLE", "http://10.96.0.7/, client, REACHABLE", "http://10.244.1.4:8080/, client, REACHABLE",
            "'http://[fd00:10:96::7]/', client, UNKNOWN", "'http://[FD00:10:96:0::7]/', client, UNKNOWN",
            "'http://[fd00:10:96::7]/', plain, REACHABLE", "'http://[fd00:10:244::4]:8080/', plain, UNKNOWN",
            "'http://[fd00:10:244::5]:8080/', plain, REACHABLE", "http://web/, plain, REACHABLE"})
    void what_a_proxy_may_not_see_is_not_known(String url, String from, Verdict verdict) {
        Trace trace = trace(MESH, url, "shop/" + from);
        assertEquals(verdict, trace.verdict(), () -> trace.hops().toString());
        if (verdict == Verdict.UNKNOWN) {
            assertTrue(trace.hops().getLast().message().contains("ISTIO_DUAL_STACK"), () -> trace.hops().toString());
        }
    }

    @Test
    void a_name_that_only_a_proxy_knows_is_taken_in_a_cluster_of_ipv6() {
        String only = """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: web, namespace: shop}
                spec:
                  hosts: [web.mesh.example]
                  resolution: STATIC
                  location: MESH_INTERNAL
                  ports: [{number: 80, name: http, protocol: HTTP, targetPort: 8080}]
                  workloadSelector: {labels: {app: web}}
                ---
                """ + pod("web-1", "web", "fd00:10:244::4", "fd00:10:244::4", true)
                + pod("client", "client", "fd00:10:244::6", "fd00:10:244::6", true);
        assertEquals(Verdict.REACHABLE, trace(only, "http://web.mesh.example/", "shop/client").verdict());
    }
}
