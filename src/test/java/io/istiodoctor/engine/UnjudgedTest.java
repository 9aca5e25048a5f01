package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Unanswered;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Of a cluster that did not give some kinds, which families are without an answer: those of which no rule was judged, and no others. */
class UnjudgedTest {
    private static final Examination EXAMINATION = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);
    private static final String OBJECTS = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: cart, namespace: shop}
            spec: {host: cart}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop}
            spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
            """;

    static Stream<Arguments> clusters() {
        return Stream.of(
                arguments(Set.of(Kind.VIRTUAL_SERVICE), Set.of("routing")),
                arguments(Set.of(Kind.ISTIO_GATEWAY), Set.of("gateway")),
                // Most rules of destination need Services, too; those that do not were judged: that is no tick, and no exit status of its own.
                arguments(Set.of(Kind.SERVICE), Set.of("service")),
                arguments(Set.of(Kind.DESTINATION_RULE), Set.of()),
                arguments(Set.of(Kind.ENVOY_FILTER), Set.of()),
                arguments(Set.of(Kind.L2_ADVERTISEMENT), Set.of()),
                arguments(Set.of(), Set.of()));
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void a_family_is_without_an_answer_where_none_of_its_rules_was_judged(Set<Kind> forbidden, Set<String> families) {
        Map<Kind, Coverage> coverage = new HashMap<>();
        Arrays.stream(Kind.values()).forEach(k -> coverage.put(k,
                forbidden.contains(k) ? Coverage.None.failed("it is forbidden", Optional.empty()) : new Coverage.Complete()));
        Snapshot files = ManifestSource.read(List.of("-"),
                new ManifestOptions("default", true, new ByteArrayInputStream(OBJECTS.getBytes(StandardCharsets.UTF_8)), n -> {}));
        Mesh mesh = Mesh.of(new Snapshot(files.resources(), coverage, files.secrets(), true, "default"), Instant.now());
        List<Unanswered> unanswered = EXAMINATION.run(mesh, new Scope.Everything()).unanswered();
        assertEquals(families.stream().sorted().toList(),
                unanswered.stream().map(u -> u.question().replaceAll(".* ", "")).sorted().toList());
    }
}
