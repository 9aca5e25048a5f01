package io.istiodoctor.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mend.Mending.Verdict;
import io.istiodoctor.trace.SmallMesh;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Destinations that a rule names beside the one that cannot answer. */
class AlternativeRemediesTest {
    private static final String URL = "http://shop.example.com/shop";
    private static final String BROKEN = SmallMesh.SHOP.manifestsWithoutReadyPods() + """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: store, namespace: shop}
            spec: {clusterIP: 10.0.0.3, selector: {app: store}, ports: [{name: http, port: 8000, targetPort: 8080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: store, namespace: shop}
            spec:
              selector: {matchLabels: {app: store}}
              template:
                metadata: {labels: {app: store}}
                spec: {containers: [{name: store, image: "store:1", ports: [{name: web, containerPort: 8080}]}]}
            """;
    private static final String ONE = "    - destination: {host: shop, port: {number: 8000}}\n";
    private static final String BOTH = "    - destination: {host: shop, port: {number: 8000}}\n      weight: 100\n"
            + "    - destination: {host: store, port: {number: 8000}}\n      weight: 0\n";

    @Test
    void another_destination_of_the_rule_takes_its_share() {
        Mending mending = Mendings.of(BROKEN.replace(ONE, BOTH), URL);
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        assertEquals(
                List.of("Send to store.shop.svc.cluster.local instead of shop.shop.svc.cluster.local by http[0].route of VirtualService"
                        + " shop/shop, which names both"),
                mending.changes().stream().map(Remedy::title).toList());
    }

    @Test
    void what_no_rule_names_is_not_tried() {
        assertEquals(Verdict.NOT_MENDED, Mendings.of(BROKEN, URL).verdict());
        assertEquals(Verdict.NOT_MENDED, Mendings.of(BROKEN.replace(ONE, BOTH.replace("host: store", "host: elsewhere")), URL).verdict());
    }

    @Test
    void pods_of_another_application_are_no_substitute_for_those_of_a_Service() {
        String none = BROKEN.replace("name: shop-1, namespace: shop, labels: {app: shop}",
                "name: shop-1, namespace: other, labels: {app: shop}");
        assertEquals(Verdict.NOT_MENDED, Mendings.of(none, URL).verdict());
    }
}
