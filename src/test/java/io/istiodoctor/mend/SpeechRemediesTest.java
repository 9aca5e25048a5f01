package io.istiodoctor.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mending.Verdict;
import io.istiodoctor.model.Node;
import io.istiodoctor.trace.SmallMesh;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What proxies send, and what applications and servers take. */
class SpeechRemediesTest {
    private static final String URL = "http://shop.example.com/shop";
    private static final String HEALTHY = SmallMesh.SHOP.manifests();
    private static final String SPEAKS_TLS = HEALTHY.replace("{name: web, containerPort: 8080}", "{name: https, containerPort: 8080}");
    private static final String WITH_PROXY = "{containers: [{name: istio-proxy, image: \"istio/proxyv2:1.24.0\"}, {name: shop,";

    private static List<String> titles(Mending mending) {
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        return mending.changes().stream().map(Remedy::title).toList();
    }

    private static Node made(Mending mending) {
        return Node.of(((Change.Create) mending.changes().getFirst().change()).manifest());
    }

    @Test
    void the_gateway_alone_originates_TLS_where_plain_text_is_sent_to_an_application_that_ends_it() {
        Mending mending = Mendings.of(SPEAKS_TLS.replace("{name: http, port: 8000", "{name: https, port: 8000"), URL);
        assertEquals(1, titles(mending).size());
        assertTrue(mending.changes().stream().noneMatch(Remedy::weakens), mending.changes().toString());
        Node rule = made(mending);
        assertEquals("istio-system", rule.get("metadata").text("namespace"));
        assertEquals("ingressgateway", rule.get("spec").get("workloadSelector").get("matchLabels").text("istio"));
        assertEquals("SIMPLE",
                rule.get("spec").get("trafficPolicy").get("portLevelSettings").elements().getFirst().get("tls").text("mode"));
    }

    @Test
    void what_a_rule_says_besides_is_said_again() {
        Mending mending = Mendings.of(SPEAKS_TLS + """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: shop}
                spec:
                  host: shop
                  trafficPolicy: {connectionPool: {tcp: {maxConnections: 5}}}
                  subsets: [{name: v1, labels: {app: shop}}]
                """, URL);
        assertEquals(1, titles(mending).size());
        Node spec = made(mending).get("spec");
        assertEquals("v1", spec.get("subsets").elements().getFirst().text("name"));
        assertEquals(5L, spec.get("trafficPolicy").get("portLevelSettings").elements().getFirst().get("connectionPool").get("tcp")
                .get("maxConnections").number().orElseThrow());
    }

    @Test
    void TLS_that_nobody_verifies_does_not_stand_in_for_mutual_TLS() {
        Mending mending = Mendings.of(
                SPEAKS_TLS.replace("{containers: [{name: shop,", WITH_PROXY).replace("{name: http, port: 8000", "{name: https, port: 8000"),
                URL);
        assertEquals(Verdict.NOT_MENDED, mending.verdict());
        assertTrue(mending.withheld().getFirst().weakens(), mending.withheld().toString());
    }

    @Test
    void a_server_for_gRPC_speaks_HTTP_where_the_application_does() {
        String grpc = HEALTHY.replace("name: main, protocol: HTTP}", "name: main, protocol: GRPC}");
        assertEquals(
                List.of("Let the server of Gateway shop/shop on port 80 speak HTTP, as what is behind it does; it takes gRPC all the same"),
                titles(Mendings.of(grpc, URL)));
    }

    @Test
    void a_port_before_an_application_for_gRPC_says_so() {
        String grpc = HEALTHY.replace("name: main, protocol: HTTP}", "name: main, protocol: GRPC}")
                .replace("{name: web, containerPort: 8080}", "{name: grpc, containerPort: 8080}");
        assertEquals(List.of("Let Service shop/shop say that its port 8000 speaks gRPC (appProtocol)"), titles(Mendings.of(grpc, URL)));
    }

    @Test
    void a_server_that_passes_TLS_on_to_plain_text_ends_it() {
        String passed = SmallMesh.healthy("lb", true, true, "shop.example.com", "", "8080").manifests()
                .replace("tls: {mode: SIMPLE, credentialName: shop-credential}", "tls: {mode: PASSTHROUGH}")
                .replace("  http:\n  - route:", "  tls:\n  - match: [{sniHosts: [shop.example.com]}]\n    route:")
                .replace("name: web, containerPort", "name: http, containerPort");
        List<String> titles = titles(Mendings.of(passed, "https://shop.example.com/shop"));
        assertEquals("Let Gateway shop/shop end TLS on port 443, since the application behind it speaks none", titles.getFirst());
        assertEquals("Give VirtualService shop/shop a rule under http, which is what a server for HTTPS looks at", titles.getLast());
    }

    @Test
    void a_namespace_that_takes_no_mutual_TLS_takes_it_where_a_pod_asks_for_it() {
        String strict = HEALTHY.replace("{containers: [{name: shop,", WITH_PROXY) + """
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: shop}
                spec: {mtls: {mode: DISABLE}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: shop, namespace: shop}
                spec: {selector: {matchLabels: {app: shop}}, mtls: {mode: STRICT}}
                """;
        assertEquals(List.of(
                "Let PeerAuthentication shop/default take mutual TLS as well (PERMISSIVE), so that proxies send it to the pods of shop"),
                titles(Mendings.of(strict, URL)));
    }

    @Test
    void all_that_keeps_a_route_from_a_silent_port_is_changed_together() {
        String tcp = HEALTHY.replace("name: main, protocol: HTTP}\n    hosts: [\"shop.example.com\"]",
                "name: main, protocol: TCP}\n    hosts: [\"other/*\"]");
        assertEquals(List.of("Let Gateway shop/shop take the host shop.example.com from VirtualServices of shop",
                "Give VirtualService shop/shop a rule under tcp, which is what a server for TCP looks at"),
                titles(Mendings.of(tcp, URL)).stream().sorted((a, b) -> b.compareTo(a)).toList());
    }
}
