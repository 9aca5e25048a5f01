package io.istiodoctor.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MeshTest {
    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: public, namespace: shop}
            spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
            """;

    @Test
    void a_gateway_that_is_not_part_of_the_input_is_the_default_one() {
        Mesh mesh = Meshes.complete(GATEWAY);
        assertEquals(1, mesh.assumptions().size());
        assertEquals(8080, mesh.gateways().getFirst().servers().getFirst().listeners().getFirst().port());
        assertTrue(mesh.services().isEmpty() && mesh.workloads().isEmpty(), "what is assumed is judged by no rule");
    }

    @Test
    void nothing_is_assumed_beside_a_gateway_of_the_input() {
        Mesh mesh = Meshes.complete(GATEWAY + """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: edge-1, namespace: edge, labels: {istio: edge}}
                spec: {containers: [{name: istio-proxy, image: proxyv2}]}
                """);
        assertEquals(List.of(), mesh.assumptions());
        assertTrue(mesh.gateways().getFirst().workloads().isEmpty());
    }

    @Test
    void pods_that_have_ended_are_no_workloads() {
        Mesh mesh = Meshes.complete("""
                apiVersion: v1
                kind: Pod
                metadata: {name: done, namespace: shop}
                status: {phase: Succeeded}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: going, namespace: shop, deletionTimestamp: "2026-01-01T00:00:00Z"}
                ---
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: owned, namespace: shop, ownerReferences: [{kind: Deployment, name: d, controller: true}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: running, namespace: shop}
                """);
        assertEquals(List.of("running"), mesh.workloads().stream().map(Subject::name).toList());
    }

    @Test
    void around_a_namespace_is_what_its_traffic_passes() {
        Mesh mesh = Meshes.complete("""
                apiVersion: v1
                kind: Service
                metadata: {name: entry, namespace: istio-system}
                spec: {selector: {istio: ingressgateway}, ports: [{port: 80}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: gateway, namespace: istio-system, labels: {istio: ingressgateway}}
                spec: {containers: [{name: istio-proxy, image: auto}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: unrelated, namespace: istio-system}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: cart, namespace: backend}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: shop}
                spec: {hosts: ["*"], gateways: [public], http: [{route: [{destination: {host: cart.backend.svc.cluster.local}}]}]}
                ---
                """ + GATEWAY);
        assertEquals(List.of("Gateway shop/public", "Pod istio-system/gateway", "Service backend/cart",
                "Service istio-system/entry", "VirtualService shop/shop"),
                mesh.around("shop").stream().map(ObjectRef::toString).sorted().collect(Collectors.toList()));
        assertTrue(mesh.around("backend").stream().anyMatch(o -> o.name().equals("public")), "seen from the destination too");
    }

    @Test
    void around_a_namespace_are_its_delegates_their_destinations_and_the_namespaces_of_all() {
        Mesh mesh = Meshes.complete("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: docs}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: other}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: root, namespace: shop}
                spec: {hosts: [shop.example.com], http: [{delegate: {name: team, namespace: docs}}]}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: team, namespace: docs}
                spec: {http: [{route: [{destination: {host: docs}}]}]}
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: docs, namespace: docs}
                spec: {host: docs}
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: unrelated, namespace: docs}
                spec: {host: unrelated}
                """);
        assertEquals(
                List.of("DestinationRule docs/docs", "Namespace docs", "Namespace shop", "VirtualService docs/team",
                        "VirtualService shop/root"),
                mesh.around("shop").stream().map(ObjectRef::toString).sorted().collect(Collectors.toList()));
    }

    @Test
    void a_broken_configuration_of_metallb_is_no_reason_to_stop() {
        Mesh mesh = Meshes.complete("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: config, namespace: metallb-system}
                data: {config: "{[ not yaml"}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: a, namespace: shop}
                spec: {ports: [{port: 80}]}
                """);
        assertEquals("none", mesh.services().getFirst().loadBalancers().provider());
    }
}
