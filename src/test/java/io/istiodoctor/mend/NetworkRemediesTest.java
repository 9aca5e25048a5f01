package io.istiodoctor.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mending.Verdict;
import io.istiodoctor.trace.SmallMesh;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** NetworkPolicies that keep a client from the pods behind a Service. */
class NetworkRemediesTest {
    private static final String URL = "http://shop.example.com/shop";
    private static final String GATEWAY = "Let pods with app: istio-ingressgateway, istio: ingressgateway of namespace istio-system reach port"
            + " 8080 of pods with app: shop of namespace shop";

    private static String shut(String namespace, String spec) {
        return """
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: shut, namespace: %s}
                spec: {%s}
                """.formatted(namespace, spec);
    }

    private static Mending mended(String manifests, boolean weaken) {
        return Mendings.of(manifests, URL, new Mender.Wish(Optional.empty(), weaken));
    }

    private static List<String> titles(List<Remedy> remedies) {
        return remedies.stream().map(Remedy::title).toList();
    }

    @Test
    void it_is_named_and_taken_only_where_it_may_be() {
        String manifests = SmallMesh.SHOP.manifests()
                + shut("shop", "podSelector: {matchLabels: {app: shop}}, ingress: [{from: [{podSelector: {}}]}]");
        Mending held = mended(manifests, false);
        assertEquals(Verdict.NOT_MENDED, held.verdict());
        assertEquals(List.of(GATEWAY + " (NetworkPolicy shop/shut)"), titles(held.withheld()));
        Mending taken = mended(manifests, true);
        assertEquals(Verdict.MENDED, taken.verdict(), taken.left());
        assertEquals(titles(held.withheld()), titles(taken.changes()));
        assertTrue(taken.changes().getFirst().weakens());
    }

    @Test
    void a_policy_for_other_pods_too_is_left_as_it_is() {
        Mending mending = mended(SmallMesh.SHOP.manifests() + shut("shop", "podSelector: {}, policyTypes: [Ingress]") + """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: other, namespace: shop, labels: {app: other}}
                spec: {containers: [{name: other, image: "other:1"}]}
                """, true);
        assertEquals(List.of(GATEWAY + " (NetworkPolicy shop/shop-from-istio-ingressgateway-8080)"), titles(mending.changes()));
        Change.Create create = assertInstanceOf(Change.Create.class, mending.changes().getFirst().change());
        assertEquals(Map.of("podSelector", Map.of("matchLabels", Map.of("app", "shop")), "policyTypes", List.of("Ingress"), "ingress",
                List.of(Map.of("from",
                        List.of(Map.of("namespaceSelector", Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", "istio-system")),
                                "podSelector",
                                Map.of("matchLabels", Map.of("app", "istio-ingressgateway", "istio", "ingressgateway")))),
                        "ports", List.of(Map.of("protocol", "TCP", "port", 8080L))))),
                create.manifest().get("spec"));
    }

    @Test
    void both_ends_may_be_shut() {
        Mending mending = mended(SmallMesh.SHOP.manifests() + shut("shop", "podSelector: {matchLabels: {app: shop}}")
                + shut("istio-system", "podSelector: {matchLabels: {istio: ingressgateway}}, policyTypes: [Egress]"), true);
        assertEquals(List.of(GATEWAY + " (NetworkPolicy shop/shut)", GATEWAY + " (NetworkPolicy istio-system/shut)"),
                titles(mending.changes()));
    }

    @Test
    void pods_that_no_selector_chooses_are_let_in_by_none() {
        Mending mending = mended(SmallMesh.SHOP.manifests().replace("  nodeName: node-1\n", "  nodeName: node-1\n  hostNetwork: true\n")
                + shut("shop", "podSelector: {matchLabels: {app: shop}}"), true);
        assertEquals(Verdict.NOT_MENDED, mending.verdict());
    }
}
