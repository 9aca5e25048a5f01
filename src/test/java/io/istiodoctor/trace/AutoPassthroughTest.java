package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.proxy.config.ClusterName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway between networks hands on what proxies of other clusters send, and nothing else (AUTO_PASSTHROUGH). */
class AutoPassthroughTest {
    private final Meshes mesh = Meshes
            .of("""
                    apiVersion: v1
                    kind: Service
                    metadata: {name: eastwest, namespace: istio-system}
                    spec: {type: LoadBalancer, clusterIP: 10.0.0.1, selector: {istio: eastwestgateway}, ports: [{name: tls, port: 15443}]}
                    status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: eastwest-1, namespace: istio-system, labels: {istio: eastwestgateway}}
                    spec: {containers: [{name: istio-proxy, image: "proxyv2:1.30.1"}]}
                    status: {phase: Running, podIP: 10.244.0.3, conditions: [{type: Ready, status: "True"}]}
                    ---
                    apiVersion: networking.istio.io/v1
                    kind: Gateway
                    metadata: {name: cross-network, namespace: istio-system}
                    spec:
                      selector: {istio: eastwestgateway}
                      servers: [{port: {number: 15443, name: tls, protocol: TLS}, tls: {mode: AUTO_PASSTHROUGH}, hosts: ["*.local"]}]
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: web, namespace: shop}
                    spec: {selector: {app: web}, clusterIP: 10.0.0.2, ports: [{name: http, port: 80, targetPort: 8080}]}
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: web-1, namespace: shop, labels: {app: web, security.istio.io/tlsMode: istio}, annotations: {sidecar.istio.io/status: "{}"}}
                    spec: {containers: [{name: app, image: "app:1"}, {name: istio-proxy, image: "proxyv2:1.30.1"}]}
                    status: {phase: Running, podIP: 10.244.0.4, conditions: [{type: Ready, status: "True"}]}
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: web-2, namespace: shop, labels: {app: web}}
                    spec: {containers: [{name: app, image: "app:1"}]}
                    status: {phase: Running, podIP: 10.244.0.5, conditions: [{type: Ready, status: "True"}]}
                    """);

    @Test
    void what_only_proxies_of_other_clusters_can_use_is_no_url() {
        assertEquals(List.of(), mesh.urls().stream().filter(r -> r.url().contains("15443")).toList());
    }

    @Test
    void a_client_outside_is_not_let_in() {
        Trace trace = mesh.trace("tls://outbound_.80_._.web.shop.svc.cluster.local:15443",
                new TraceRequest.Options(List.of(), Optional.empty(),
                        Optional.empty(), Optional.empty(), Optional.of("203.0.113.7:15443")));
        assertEquals("connection reset", trace.expect(), trace::toString);
        assertTrue(trace.hops().getLast().message().contains("takes Istio's mutual TLS only"), trace::toString);
    }

    @Test
    void it_is_told_of_pods_that_take_mutual_tls_only() {
        var gateway = mesh.mesh().workloads().stream().filter(w -> w.gateway()).findFirst().orElseThrow();
        var cluster = mesh.proxies().gatewayClusters(gateway).find(new ClusterName("outbound_", 80, "", "web.shop.svc.cluster.local"));
        assertEquals(List.of("10.244.0.4:8080"), cluster.orElseThrow().endpoints().stream().map(e -> e.socket()).toList());
        assertEquals("none", cluster.orElseThrow().tls().label());
    }
}
