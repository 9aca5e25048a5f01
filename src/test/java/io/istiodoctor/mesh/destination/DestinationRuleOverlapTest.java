package io.istiodoctor.mesh.destination;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Meshes;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** E3.8: what becomes of a DestinationRule beside another for the same host. */
class DestinationRuleOverlapTest {
    private static final String TLS = "trafficPolicy: {tls: {mode: DISABLE}}";
    private static final String POOL = "trafficPolicy: {connectionPool: {tcp: {maxConnections: 9}}}";

    private static String rule(String namespace, String name, String host, String spec) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: %s, namespace: %s}
                spec: {host: %s, %s}
                """.formatted(name, namespace, host, spec.replace("TLS", TLS).replace("POOL", POOL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "shop | cart                        | POOL                                             | policy shop/a",
            "shop | CART.shop.svc.cluster.local | POOL                                             | policy shop/a",
            "shop | cart                        | TLS                                              | ''",
            "shop | cart                        | subsets: [{name: v1, labels: {version: other}}]  | subset v1 of shop/a",
            "shop | cart                        | subsets: [{name: v1, labels: {version: v1}}]     | ''",
            "shop | cart                        | subsets: [{name: v2, labels: {version: v2}}]     | ''",
            "shop | web                         | POOL                                             | ''",
            "shop | cart                        | exportTo: [.], POOL                              | ''",
            "shop | cart                        | workloadSelector: {matchLabels: {app: b}}, POOL  | ''",
            "web  | cart.shop.svc.cluster.local | POOL                                             | hides [tls] of shop/a",
            "web  | cart.shop.svc.cluster.local | TLS                                              | ''",
            "web  | cart                        | POOL                                             | ''",
            "web  | cart.shop.svc.cluster.local | workloadSelector: {matchLabels: {app: b}}, POOL  | ''",
            "istio-system | cart.shop.svc.cluster.local | POOL                                     | ''"})
    void a_later_rule_loses_and_a_nearer_one_hides(String namespace, String host, String spec, String expected) {
        List<DestinationRuleOverlap> overlaps = Meshes
                .complete(rule("shop", "a", "cart", "TLS, subsets: [{name: v1, labels: {version: v1}}]")
                        + rule(namespace, "b", host, spec))
                .destinationRuleOverlaps();
        DestinationRuleOverlap b = overlaps.stream().filter(o -> o.name().equals("b")).findFirst().orElseThrow();
        String said = !b.policyHolder().isEmpty() ? "policy " + b.policyHolder()
                : !b.subsetHolder().isEmpty() ? "subset " + b.subset() + " of " + b.subsetHolder()
                : !b.hidden().isEmpty() ? "hides " + b.lost() + " of " + b.hidden() : "";
        assertEquals(expected, said);
    }
}
