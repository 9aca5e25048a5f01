package io.istiodoctor.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mending.Verdict;
import io.istiodoctor.trace.SmallMesh;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies are opened for one request, and only where somebody has said that they may be. */
class PolicyRemediesTest {
    private static final String HEALTHY = SmallMesh.SHOP.manifests();
    private static final String URL = "http://shop.example.com/shop?page=2";

    private static String with(String spec) {
        return HEALTHY + """
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: guard, namespace: istio-system}
                spec: %s
                """.formatted(spec);
    }

    private static Mending mended(String spec, boolean weaken) {
        return Mendings.of(with(spec), URL, new Mender.Wish(Optional.empty(), weaken));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{} | Let AuthorizationPolicy istio-system/guard allow GET /shop to everybody",
            "{rules: [{to: [{operation: {methods: [POST]}}]}]} | Let AuthorizationPolicy istio-system/guard allow GET /shop to everybody",
            "{action: DENY, rules: [{to: [{operation: {paths: [/admin]}}]}, {to: [{operation: {paths: [/shop*]}}, {operation: {methods: [GET]}}]}]}"
                    + " | Let AuthorizationPolicy istio-system/guard deny everything but /shop (rules[1])",
            "{action: DENY, rules: [{from: [{source: {notNamespaces: [shop]}}]}]} | Let AuthorizationPolicy istio-system/guard deny everything but /shop (rules[0])"})
    void it_is_named_and_taken_only_where_it_may_be(String spec, String title) {
        Mending held = mended(spec, false);
        assertEquals(Verdict.NOT_MENDED, held.verdict());
        assertTrue(held.left().contains("AuthorizationPolicy istio-system/guard"), held.left());
        assertEquals(List.of(title), held.withheld().stream().map(Remedy::title).toList());
        Mending taken = mended(spec, true);
        assertEquals(Verdict.MENDED, taken.verdict(), taken.left());
        assertEquals(List.of(title), taken.changes().stream().map(Remedy::title).toList());
        assertTrue(taken.changes().getFirst().weakens());
    }

    @Test
    void what_a_provider_decides_is_left_to_it() {
        Mending mending = mended("{action: CUSTOM, provider: {name: nobody}, rules: [{}]}", true);
        assertEquals(Verdict.NOT_MENDED, mending.verdict());
    }
}
