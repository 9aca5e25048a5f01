package io.istiodoctor.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mending.Verdict;
import io.istiodoctor.trace.SmallMesh;
import io.istiodoctor.trace.TraceRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MenderTest {
    private static final String HEALTHY = SmallMesh.SHOP.manifests();
    private static final String TLS = SmallMesh.SHOP_WITH_TLS.manifests();
    private static final String URL = "http://shop.example.com/shop";

    static Stream<Arguments> mistakes_and_changes() {
        return Stream.of(
                planted("a Gateway's selector", "selector: {istio: ingressgateway}\n  servers", "selector: {istio: ingress}\n  servers",
                        "Let Gateway shop/shop select the gateway's pods"),
                planted("a Gateway's port", "port: {number: 80, name: main", "port: {number: 8000, name: main",
                        "Let the server of Gateway shop/shop listen on 80, a port of the gateway's Service, instead of 8000"),
                planted("a Gateway's host", "hosts: [\"shop.example.com\"]\n---", "hosts: [\"www.example.com\"]\n---",
                        "Let Gateway shop/shop take the host shop.example.com on port 80"),
                planted("a Gateway's host of another namespace", "hosts: [\"shop.example.com\"]\n---",
                        "hosts: [\"other/shop.example.com\"]\n---",
                        "Let Gateway shop/shop take the host shop.example.com from VirtualServices of shop"),
                planted("a Gateway's name", "gateways: [shop]", "gateways: [shoop]",
                        "Name Gateway shop/shop in VirtualService shop/shop instead of shoop, which does not exist"),
                planted("a VirtualService for the mesh alone", "  gateways: [shop]\n", "",
                        "Bind VirtualService shop/shop to Gateway shop/shop"),
                planted("exportTo", "  gateways: [shop]\n", "  gateways: [shop]\n  exportTo: [\".\"]\n",
                        "Export VirtualService shop/shop to istio-system, where the gateway's pods are"),
                planted("a path", "prefix: /shop", "prefix: /store", "Let rule http[0] of VirtualService shop/shop take /shop as well"),
                planted("a destination's host", "destination: {host: shop,", "destination: {host: shp,",
                        "Send to Service shop/shop in VirtualService shop/shop, since nothing has the host shp.shop.svc.cluster.local"),
                planted("a destination's port", "port: {number: 8000}", "port: {number: 8080}",
                        "Send to port 8000, which shop.shop.svc.cluster.local offers, in VirtualService shop/shop"),
                planted("a subset", "port: {number: 8000}}", "port: {number: 8000}, subset: v9}",
                        "Send to all pods of the Service in VirtualService shop/shop, since there is no subset v9"),
                planted("a Service's selector", "  selector: {app: shop}\n  ports", "  selector: {app: shp}\n  ports",
                        "Let Service shop/shop select app: shop"),
                planted("a target port", "targetPort: 8080}]", "targetPort: 8081}]",
                        "Let port 8000 of Service shop/shop lead to 8080, which the containers declare"),
                planted("a named target port", "targetPort: 8080}]", "targetPort: wbe}]",
                        "Let port 8000 of Service shop/shop lead to the port that the containers call web"));
    }

    private static Arguments planted(String what, String right, String wrong, String... titles) {
        assertTrue(HEALTHY.contains(right), right);
        return Arguments.of(what, HEALTHY.replace(right, wrong), List.of(titles));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes_and_changes")
    void the_smallest_change_is_found(String what, String manifests, List<String> titles) {
        Mending mending = Mendings.of(manifests, URL);
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        assertEquals(titles, mending.changes().stream().map(Remedy::title).toList());
    }

    @Test
    void mistakes_behind_one_another_are_mended_together() {
        String manifests = HEALTHY.replace("gateways: [shop]", "gateways: [shoop]").replace("targetPort: 8080}]", "targetPort: 8081}]")
                .replace("destination: {host: shop,", "destination: {host: shp,");
        Mending mending = Mendings.of(manifests, URL);
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        assertEquals(3, mending.changes().size());
    }

    @Test
    void what_leaves_what_was_read_is_not_said_to_arrive() {
        TraceRequest request = TraceRequest.parse("http://elsewhere.example.org/", new TraceRequest.Options(List.of(), Optional.empty(),
                Optional.empty(), Optional.of("shop/shop-v1"), Optional.empty()));
        Mending mending = Mendings.mender(Mendings.read(HEALTHY), new Mender.Wish(Optional.empty(), false)).mend(List.of(request))
                .getFirst();
        assertEquals(Verdict.NOTHING_TO_MEND, mending.verdict());
        assertEquals("It leaves what was read; nothing of that is in its way.", mending.left());
    }

    @Test
    void what_arrives_needs_no_mending() {
        assertEquals(Verdict.NOTHING_TO_MEND, Mendings.of(HEALTHY, URL).verdict());
    }

    private static String certificate(String issuer) {
        return TLS.replaceFirst("(?s)---\\napiVersion: v1\\nkind: Secret.*", """
                ---
                apiVersion: cert-manager.io/v1
                kind: Certificate
                metadata: {name: shop, namespace: shop}
                spec: {secretName: shop-credential, dnsNames: [shop.example.com], issuerRef: {name: ca, kind: %s}}
                """.formatted(issuer));
    }

    @Test
    void a_Certificate_is_moved_to_where_its_Secret_is_read() {
        assertEquals(List.of("Put Certificate shop/shop into istio-system, where the gateway's pods read the Secret"),
                Mendings.of(certificate("ClusterIssuer"), "https://shop.example.com/shop").changes().stream().map(Remedy::title).toList());
    }

    @Test
    void a_Certificate_stays_where_its_issuer_is() {
        assertTrue(Mendings.of(certificate("Issuer"), "https://shop.example.com/shop").changes().stream()
                .noneMatch(r -> r.title().startsWith("Put Certificate")));
    }

    @Test
    void a_DestinationRule_is_exported_to_the_gateway() {
        String manifests = HEALTHY.replace("port: {number: 8000}}", "port: {number: 8000}, subset: all}") + """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: shop}
                spec: {host: shop, exportTo: ["."], subsets: [{name: all, labels: {app: shop}}]}
                """;
        Mending mending = Mendings.of(manifests, URL);
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        assertEquals(List.of("Export DestinationRule shop/shop to istio-system"), mending.changes().stream().map(Remedy::title).toList());
    }

    @Test
    void what_is_not_known_is_not_said_not_to_arrive() {
        String gatewayAndRoute = HEALTHY.replaceFirst("(?s)---\\napiVersion: v1\\nkind: Service\\nmetadata: \\{name: shop,.*", "");
        Mending mending = Mendings.ofPart(gatewayAndRoute, URL);
        assertEquals(Verdict.NOT_MENDED, mending.verdict());
        assertFalse(mending.known());
        assertTrue(mending.left().contains("What was read has no host"), mending.left());
        assertTrue(Mendings.of(gatewayAndRoute, URL).known());
    }

    @Test
    void a_Secret_is_moved_to_where_it_is_read() {
        Mending mending = Mendings.of(
                TLS.replace("name: shop-credential, namespace: istio-system", "name: shop-credential, namespace: shop"),
                "https://shop.example.com/shop");
        assertEquals(List.of("Move Secret shop-credential from shop to istio-system, where the gateway's pods read it"),
                mending.changes().stream().map(Remedy::title).toList());
    }

    @Test
    void what_weakens_is_named_and_not_taken() {
        String policy = """
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: shop}
                spec: {mtls: {mode: STRICT}}
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: shop}
                spec: {host: shop, trafficPolicy: {tls: {mode: DISABLE}}}
                """;
        String sidecar = HEALTHY.replace("{containers: [{name: shop,",
                "{containers: [{name: istio-proxy, image: \"istio/proxyv2:1.24.0\"}, {name: shop,");
        Mending mending = Mendings.of(sidecar + policy, URL);
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        assertTrue(mending.changes().stream().noneMatch(Remedy::weakens), mending.changes().toString());
        assertTrue(mending.changes().getFirst().change().target().kind().equals("DestinationRule"), mending.changes().toString());
    }

    private static final String PLAIN_CLIENT = HEALTHY.replace("{containers: [{name: shop,",
            "{containers: [{name: istio-proxy, image: \"istio/proxyv2:1.24.0\"}, {name: shop,") + """
                    ---
                    apiVersion: security.istio.io/v1
                    kind: PeerAuthentication
                    metadata: {name: default, namespace: shop}
                    spec: {mtls: {mode: STRICT}}
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: client, namespace: legacy}
                    spec:
                      selector: {matchLabels: {app: client}}
                      template:
                        metadata: {labels: {app: client}}
                        spec: {containers: [{name: client, image: "client:1"}]}
                    """;

    private static Mending fromClient(String manifests, String url, String client) {
        TraceRequest request = TraceRequest.parse(url,
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of(client), Optional.empty()));
        return Mendings.mender(Mendings.read(manifests), new Mender.Wish(Optional.empty(), false)).mend(List.of(request)).getFirst();
    }

    @Test
    void a_client_that_sends_plain_text_gets_a_proxy() {
        Mending mending = fromClient(PLAIN_CLIENT, "http://shop.shop:8000/shop", "legacy/client");
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        assertEquals(List.of(
                "Let Istio put a proxy beside Deployment legacy/client, which speaks mutual TLS; its pods have to be made anew for that"),
                mending.changes().stream().map(Remedy::title).toList());
        assertTrue(mending.changes().stream().noneMatch(Remedy::weakens), mending.changes().toString());
    }

    @Test
    void a_client_goes_on_taking_what_others_send_to_it() {
        String served = PLAIN_CLIENT
                .replace("metadata: {name: default, namespace: shop}", "metadata: {name: default, namespace: istio-system}")
                .replace("image: \"client:1\"}", "image: \"client:1\", ports: [{containerPort: 8080}]}") + """
                        ---
                        apiVersion: v1
                        kind: Service
                        metadata: {name: client, namespace: legacy}
                        spec: {clusterIP: 10.0.0.4, selector: {app: client}, ports: [{name: http, port: 80, targetPort: 8080}]}
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: other, namespace: legacy}
                        spec:
                          selector: {matchLabels: {app: other}}
                          template:
                            metadata: {labels: {app: other}}
                            spec: {containers: [{name: other, image: "other:1"}]}
                        """;
        Mending mending = fromClient(served, "http://shop.shop:8000/shop", "legacy/client");
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        assertEquals("Let Deployment legacy/client go on taking plain text beside mutual TLS, as it does without a proxy"
                + " (PeerAuthentication legacy/client-as-before)", mending.changes().getFirst().title());
    }

    @Test
    void where_proxies_send_no_mutual_TLS_by_themselves_a_rule_asks_for_it() {
        Mending mending = Mendings.of(PLAIN_CLIENT + """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data: {mesh: "enableAutoMtls: false"}
                """, URL);
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        assertEquals(
                List.of("Let proxies send mutual TLS to Service shop/shop (DestinationRule shop/shop-mutual-tls), since they send none by"
                        + " themselves (enableAutoMtls: false)"),
                mending.changes().stream().map(Remedy::title).toList());
    }

    @Test
    void a_client_whose_namespace_refuses_injection_is_told_of_a_proxy() {
        Mending mending = fromClient(PLAIN_CLIENT + """
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: legacy, labels: {istio-injection: disabled}}
                """, "http://shop.shop:8000/shop", "legacy/client");
        assertEquals(Verdict.NOT_MENDED, mending.verdict());
        assertTrue(mending.left().contains("kubectl label namespace legacy istio-injection=enabled"), mending.left());
        assertTrue(mending.withheld().stream().allMatch(Remedy::weakens), mending.withheld().toString());
    }

    @Test
    void nobody_can_make_pods_ready() {
        Mending mending = Mendings.of(SmallMesh.SHOP.manifestsWithoutReadyPods(), URL);
        assertEquals(Verdict.NOT_MENDED, mending.verdict());
        assertEquals("None of 1 pods is ready. What keeps the pods is told by: kubectl -n shop describe pods -l app=shop", mending.left());
    }

    @Test
    void a_host_of_nobody_leads_where_it_is_told_to() {
        Mending without = Mendings.of(HEALTHY, "http://www.example.com/");
        assertEquals(List.of("shop.shop:8000"), without.candidates());
        Mending with = Mendings.of(HEALTHY, "http://www.example.com/", new Mender.Wish(Optional.of(Goal.parse("shop.shop")), false));
        assertEquals(Verdict.MENDED, with.verdict(), with.left());
        assertTrue(with.changes().getLast().title().equals("Lead www.example.com to Service shop/shop"), with.changes().toString());
    }
}
