package io.istiodoctor.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mending.Verdict;
import io.istiodoctor.trace.SmallMesh;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subsets whose labels no pod carries, and nearly the right ones. */
class SubsetLabelsTest {
    private static Mending mended(String subset, String labels, String carried) {
        return Mendings.of(SmallMesh.SHOP.manifests().replace("port: {number: 8000}}", "port: {number: 8000}, subset: " + subset + "}")
                .replace("metadata: {labels: {app: shop}}", "metadata: {labels: {app: shop, version: v1}}") + """
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: DestinationRule
                        metadata: {name: shop, namespace: shop}
                        spec: {host: shop, subsets: [{name: v1, labels: {version: v1}}, {name: %s, labels: {%s}}]}
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: shop-new, namespace: shop}
                        spec:
                          selector: {matchLabels: {app: shop, run: new}}
                          template:
                            metadata: {labels: {app: shop, run: new, %s}}
                            spec: {containers: [{name: shop, image: "shop:2", ports: [{name: web, containerPort: 8080}]}]}
                        """.formatted(subset, labels, carried), "http://shop.example.com/shop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"v2 | versoin: v2 | version: v2", "v2 | version: v3 | version: v2",
            "canary | version: canry | version: canary", "canary | 'app: shp, version: canary' | 'version: canary'",
            "v2 | version: v2 | app.kubernetes.io/version: v2"})
    void the_label_that_was_meant_is_named(String subset, String labels, String carried) {
        Mending mending = mended(subset, labels, carried);
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        String meant = labels.contains("app:") ? "app: shop, " + carried : carried;
        assertEquals(
                List.of("Let subset " + subset + " of DestinationRule shop/shop be for pods with " + meant + ", since none carries "
                        + labels),
                mending.changes().stream().map(Remedy::title).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"v3 | version: v3 | version: v2", "v2 | version: v2 | track: new",
            "blue | colour: blue | tier: blue",
            "v2 | version: v2 | other: v2"})
    void another_version_is_not_made_of_a_subset_that_has_no_pods(String subset, String labels, String carried) {
        Mending mending = mended(subset, labels, carried);
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        assertTrue(mending.changes().getFirst().title().startsWith("Send to subset v1"), mending.changes().toString());
    }
}
