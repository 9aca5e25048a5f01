package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A load balancer that has no address yet: its port is told apart from the node port that leads in meanwhile, whatever stands behind it. */
class PendingEntryTest {
    private static final String URL = "http://shop.example.com/shop";
    private static final String PENDING = SmallMesh.healthy("node", false, false, "shop.example.com", "prefix: /shop", "8080").manifests()
            .replace("type: NodePort", "type: LoadBalancer");

    private static void tells_the_node_port(Trace trace) {
        assertEquals(Verdict.BROKEN, trace.verdict());
        assertEquals("connection refused", trace.expect());
        Hop entry = trace.hops().getFirst();
        assertTrue(entry.message().startsWith("No address outside serves port 80; "), entry.message());
        assertTrue(entry.message().contains("http://shop.example.com:30080/shop"), entry.message());
    }

    @Test
    void with_a_gateway_that_serves_the_host() {
        tells_the_node_port(Meshes.of(PENDING).trace(URL));
    }

    @Test
    void without_anything_that_serves_the_host() {
        Trace trace = Meshes.of(PENDING.replace("hosts: [shop.example.com]", "hosts: [other.example.com]"))
                .trace(URL);
        tells_the_node_port(trace);
        assertTrue(trace.hops().size() > 1, trace.hops().toString());
    }

    @Test
    void without_a_pod_of_the_gateway() {
        Trace trace = Meshes
                .of(PENDING.replace("labels: {app: istio-ingressgateway, istio: ingressgateway}", "labels: {app: another}") + """
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: istio-ingressgateway, namespace: istio-system}
                        spec:
                          replicas: 0
                          selector: {matchLabels: {app: istio-ingressgateway}}
                          template:
                            metadata: {labels: {app: istio-ingressgateway, istio: ingressgateway}}
                            spec: {containers: [{name: istio-proxy, image: "docker.io/istio/proxyv2:1.24.0"}]}
                        """).trace(URL);
        tells_the_node_port(trace);
        assertEquals(Stage.GATEWAY, trace.hops().getLast().stage());
    }
}
