package io.istiodoctor.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.Meshes;
import io.istiodoctor.trace.SmallMesh;
import io.istiodoctor.trace.UrlRow;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WayFixesTest {
    private static final Examination RULES = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);
    private static final String PLAIN = SmallMesh.SHOP.manifests();

    private static Diagnosis check(String manifests) {
        Meshes mesh = Meshes.of(manifests);
        Snapshot snapshot = ManifestSource.read(List.of("-"), new ManifestOptions("default", true,
                new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)), n -> {}));
        return WayFixes.in(mesh.diagnosis(), snapshot, mesh.proxies(), Instant.now(),
                p -> RULES.run(p, new Scope.Everything(), false).findings());
    }

    private static Fix first(Diagnosis diagnosis, String rule) {
        return finding(diagnosis, rule).fixes().getFirst();
    }

    private static Finding finding(Diagnosis diagnosis, String rule) {
        return diagnosis.findings().stream().filter(f -> f.rule().equals(rule)).findFirst().orElseThrow();
    }

    @Test
    void each_mistake_on_a_way_gets_its_part_of_what_mends_the_way() {
        Diagnosis diagnosis = check(PLAIN.replace("selector: {app: shop}", "selector: {app: something-else}")
                .replace("destination: {host: shop,", "destination: {host: gone,"));
        Fix route = first(diagnosis, "destination-host-not-found");
        assertEquals("Send to Service shop/shop in VirtualService shop/shop, since nothing has the host gone.shop.svc.cluster.local",
                route.title());
        assertTrue(route.diff().orElseThrow().contains("+"), route::toString);
    }

    @Test
    void a_way_behind_a_load_balancer_that_is_known_by_name_is_mended_too() {
        Diagnosis diagnosis = check(PLAIN.replace("ingress: [{ip: 203.0.113.7}]", "ingress: [{hostname: front.elb.example.net}]")
                .replace("destination: {host: shop,", "destination: {host: gone,"));
        assertEquals("Send to Service shop/shop in VirtualService shop/shop, since nothing has the host gone.shop.svc.cluster.local",
                first(diagnosis, "destination-host-not-found").title());
    }

    @Test
    void where_a_rule_says_the_same_its_own_words_are_kept() {
        String manifests = PLAIN.replace("gateways: [shop]", "gateways: [shopp]");
        Finding before = finding(Meshes.of(manifests).diagnosis(), "virtual-service-gateway-not-found");
        assertEquals(before, finding(check(manifests), "virtual-service-gateway-not-found"));
    }

    @Test
    void nothing_is_searched_where_every_url_is_well() {
        assertEquals(Meshes.of(PLAIN).diagnosis(), check(PLAIN));
    }

    @Test
    void no_key_is_made_up() {
        String tls = SmallMesh.SHOP_WITH_TLS.manifests();
        Diagnosis diagnosis = check(tls.replaceAll("credentialName: [a-z-]+", "credentialName: nothing-there"));
        assertTrue(Meshes.of(tls).urls().stream().allMatch(UrlRow::works));
        assertFalse(diagnosis.findings().isEmpty());
        assertFalse(diagnosis.findings().toString().contains("tls.key:"), diagnosis::toString);
    }
}
