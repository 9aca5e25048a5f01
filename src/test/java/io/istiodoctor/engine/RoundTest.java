package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.generated.GeneratedMesh;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.NotChecked;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;

/** Rules that are asked at the same time say what each says alone. */
class RoundTest {
    /** One that the webhook refuses, so that there are two meshes. */
    private static final String REFUSED = """
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: refused, namespace: default}
            spec: {hosts: []}
            """;
    private static final List<Rule> RULES = RuleSet.load(List.of(Path.of("rules"))).rules();
    private static final Snapshot SNAPSHOT = snapshot();
    private static final List<Diagnosis> ALONE = RULES.stream().map(r -> diagnosis(List.of(r), proxies())).toList();

    private static Snapshot snapshot() {
        String text = new GeneratedMesh(1500, false).manifests().collect(Collectors.joining("---\n")) + REFUSED;
        return ManifestSource.read(List.of("-"), new ManifestOptions("default", true,
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), n -> {}));
    }

    private static Proxies proxies() {
        return Proxies.of(Mesh.of(SNAPSHOT, Instant.parse("2030-01-01T00:00:00Z")));
    }

    private static Diagnosis diagnosis(List<Rule> rules, Proxies proxies) {
        return Examination.of(new RuleSet(rules), r -> false).run(proxies, new Scope.Everything(), false);
    }

    @RepeatedTest(3)
    void all_at_once() {
        Diagnosis all = diagnosis(RULES, proxies());
        assertTrue(all.findings().stream().map(Finding::rule).distinct().count() > 1, all.findings().toString());
        assertEquals(ALONE.stream().flatMap(d -> d.findings().stream()).sorted(Finding.ORDER).toList(), all.findings());
        assertEquals(ALONE.stream().flatMap(d -> d.notChecked().stream()).sorted().map(NotChecked::toString).toList(),
                all.notChecked().stream().map(NotChecked::toString).toList());
    }
}
