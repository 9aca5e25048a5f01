package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class UrlsTest {
    private static final String PLAIN = SmallMesh.SHOP_OF_EVERY_HOST.manifests();
    private static final String NAMED = SmallMesh.SHOP.manifests();

    private static String withoutNode(String manifests) {
        return manifests.substring(manifests.indexOf("---") + 4).replace(", hostIP: 192.0.2.11", "");
    }

    private static String pending(String manifests) {
        return manifests.replace("status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}", "status: {loadBalancer: {}}");
    }

    private static List<String> rows(Meshes mesh) {
        return mesh.urls().stream().map(r -> r.verdict().label() + " " + r.url() + " " + r.to().replace(".svc.cluster.local", "")).toList();
    }

    @Test
    void a_node_port_without_nodes_is_a_row_with_what_finds_a_node() {
        Meshes mesh = Meshes.of(withoutNode(pending(PLAIN)));
        assertEquals(List.of("reachable http://<node address>:30080/shop shop.shop:8000"), rows(mesh));
        UrlRow row = mesh.urls().getFirst();
        assertEquals("curl -i \"http://$INGRESS_HOST:30080/shop\"", row.command());
        assertTrue(row.wanted().orElseThrow().command().startsWith("INGRESS_HOST=$(kubectl get nodes"), row::toString);
    }

    @Test
    void a_name_is_connected_to_the_address_that_is_found() {
        UrlRow row = Meshes.of(withoutNode(pending(NAMED))).urls().getFirst();
        assertEquals("http://shop.example.com:30080/shop", row.url());
        assertEquals("curl -i --connect-to \"shop.example.com:30080:$INGRESS_HOST:30080\" http://shop.example.com:30080/shop",
                row.command());
    }

    @Test
    void clusters_on_ones_own_machine_are_known_by_their_nodes() {
        String pods = withoutNode(pending(PLAIN)).replace("node-1", "NODE");
        assertEquals("INGRESS_HOST=$(minikube ip)", finder(pods.replace("NODE", "minikube")));
        assertEquals("INGRESS_HOST=localhost", finder(pods.replace("NODE", "docker-desktop")));
        assertTrue(finder(pods.replace("NODE", "kind-control-plane")).startsWith("INGRESS_HOST=$(docker inspect"));
        assertTrue(finder(pods.replace("NODE", "worker-1")).startsWith("INGRESS_HOST=$(kubectl get nodes"));
    }

    private static String finder(String manifests) {
        return Meshes.of(manifests).urls().getFirst().wanted().orElseThrow().command();
    }

    @Test
    void manifests_without_addresses_have_rows() {
        String files = PLAIN.replace("  clusterIP: 10.0.0.1\n", "").replace("status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}\n", "")
                .replace(", nodePort: 30080", "").replace(", nodePort: 30443", "");
        assertEquals(List.of("reachable http://<address of istio-ingressgateway>/shop shop.shop:8000"), rows(Meshes.of(files)));
    }

    @Test
    void a_host_to_which_nothing_leads_is_a_row_with_what_is_wrong() {
        Meshes mesh = Meshes.of(NAMED.replace("gateways: [shop]", "gateways: [shopp]")).withFindings();
        assertEquals(List.of("broken http://shop.example.com/shop shop.shop:8000"), rows(mesh));
        assertEquals(List.of("virtual-service-gateway-not-found"),
                mesh.urls().getFirst().answer().findings().stream().map(f -> f.rule()).toList());
    }

    @Test
    void routes_of_the_gateway_api_that_are_left_out_are_rows() {
        String front = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: GatewayClass
                metadata: {name: istio}
                spec: {controllerName: istio.io/gateway-controller}
                """ + Parts.front("name: http, port: 80, protocol: HTTP, hostname: \"*.example.com\"", 80, "203.0.113.20");
        String route = """
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: NAME, namespace: shop}
                spec:
                  parentRefs: [{name: PARENT}]
                  hostnames: [NAME.HOST]
                  rules: [{matches: [{path: {type: PathPrefix, value: /a}}], backendRefs: [{name: web, port: 80}]}]
                """;
        String left = route.replace("NAME", "section").replace("name: PARENT", "name: front, sectionName: none").replace("HOST",
                "example.com")
                + route.replace("NAME", "typo").replace("PARENT", "frnt").replace("HOST", "example.com")
                + route.replace("NAME", "gone").replace("PARENT", "elsewhere").replace("HOST", "example.com")
                + route.replace("NAME", "disjoint").replace("PARENT", "front").replace("HOST", "example.org")
                + route.replace("NAME", "inside").replace("name: PARENT", "group: '', kind: Service, name: web").replace("HOST",
                        "example.com");
        assertEquals(List.of("broken http://disjoint.example.org/a web.shop:80", "broken http://gone.example.com/a web.shop:80",
                "broken http://section.example.com/a web.shop:80",
                "broken http://typo.example.com/a web.shop:80"), rows(Meshes.of(front + left)));
        assertEquals(List.of(),
                rows(Meshes.of(front.replace("istio.io/gateway-controller", "example.com/other")
                        .replace("gatewayClassName: istio", "gatewayClassName: other")
                        .replace("name: istio}", "name: other}")
                        + route.replace("NAME", "theirs").replace("PARENT", "front").replace("HOST", "example.com"))));
    }

    @Test
    void a_route_to_nowhere_is_a_row() {
        assertTrue(rows(Meshes.of(PLAIN.replace("destination: {host: shop,", "destination: {host: gone,")))
                .contains("broken http://203.0.113.7/shop gone.shop:8000"));
    }

    @Test
    void routes_of_an_egress_gateway_are_not_meant_for_outside() {
        Meshes mesh = Meshes
                .of(NAMED.replace("type: LoadBalancer", "type: ClusterIP").replace("istio-ingressgateway", "istio-egressgateway")
                        .replace("gateways: [shop]", "gateways: [mesh, shop]")
                        .replace("status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}", ""));
        assertEquals(List.of(), rows(mesh));
    }

    @Test
    void two_services_with_one_address_have_one_answer() {
        String second = """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: other, namespace: shop}
                spec: {clusterIP: 10.0.0.9, externalIPs: [203.0.113.7], selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}
                """;
        Meshes mesh = Meshes.of(SmallMesh.healthy("ip", true, false, "*", "prefix: /shop", "8080").manifests() + second);
        List<UrlRow> there = mesh.urls().stream().filter(r -> r.host().equals("203.0.113.7")).toList();
        assertEquals(1, there.size(), there::toString);
        assertEquals(there.getFirst().verdict(), mesh.trace(there.getFirst().url()).verdict());
    }

    @Test
    void an_address_that_is_not_known_is_followed_by_its_port() {
        Meshes mesh = Meshes.of(List.of("-"), false, withoutNode(pending(PLAIN)));
        Trace trace = mesh.trace("http://198.51.100.77:30080/shop");
        assertEquals(Verdict.UNKNOWN, trace.verdict());
        assertEquals(Stage.ENTRY, trace.at().orElseThrow());
        assertTrue(trace.hops().stream().anyMatch(h -> h.stage() == Stage.POD && h.status() == HopStatus.OK), trace::toString);
        assertEquals(Stage.ROUTE, mesh.trace("http://198.51.100.77:30080/other").at().orElseThrow());
    }

    @Test
    void the_reverse_trace_lists_what_is_meant_to_lead_there() {
        Meshes mesh = Meshes.of(NAMED.replace("number: 80, name: main", "number: 8000, name: main"));
        ServiceReach reach = ServiceTracer.trace(mesh.mesh(), mesh.proxies(), mesh.diagnosis(), "shop.shop");
        assertEquals(List.of(Verdict.BROKEN), reach.urls().stream().map(UrlRow::verdict).distinct().toList());
        assertFalse(reach.findings().isEmpty());
        assertEquals(List.of(), reach.missing());
    }
}
