package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.Scenario;
import io.istiodoctor.mend.WayFixes;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Severity;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.Meshes;
import io.istiodoctor.trace.Stage;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody who does the first fix of one finding after the other: no error is left but what a person has to decide, and the requests that a scenario
 * follows arrive.
 */
class AllFixesTest {
    private static final Examination RULES = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);
    private static final int MOST = 12;

    static Stream<Scenario> scenarios() {
        return Stream.concat(Scenario.all(), Scenario.reports());
    }

    /** The diagnosis of manifests as check gives it. */
    static Diagnosis check(String manifests, boolean complete) {
        Snapshot snapshot = ManifestSource.read(List.of("-"), new ManifestOptions("default", complete,
                new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)), n -> {}));
        Meshes mesh = Meshes.of(List.of("-"), complete, manifests);
        return WayFixes.in(mesh.diagnosis(), snapshot, mesh.proxies(), Instant.now(),
                p -> RULES.run(p, new Scope.Everything(), false).findings());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void doing_one_fix_after_the_other_lets_requests_arrive(Scenario scenario) throws IOException {
        List<String> inputs = new ArrayList<>();
        for (Node input : scenario.expect().get("inputs").elements()) {
            Path file = scenario.folder().resolve(input.text().orElseThrow());
            inputs.add(Files.isRegularFile(file) ? Files.readString(file) : "");
        }
        String manifests = String.join("\n---\n", inputs);
        Meshes first = Meshes.of(List.of("-"), scenario.complete(), manifests);
        Set<String> done = new HashSet<>();
        Set<String> byHand = new HashSet<>();
        for (int i = 0; i < MOST; i++) {
            String now = manifests;
            Optional<Finding> next = check(now, scenario.complete()).findings().stream()
                    .filter(f -> f.severity() != Severity.INFO && !byHand.contains(f.rule())).findFirst();
            if (next.isEmpty()) {
                break;
            }
            Optional<String> after = next.get().fixes().stream().findFirst().flatMap(f -> AppliedFix.to(now, f));
            if (after.isEmpty() || !done.add(next.get().toString())) {
                byHand.add(next.get().rule());
            }
            manifests = after.orElse(now);
        }
        Meshes mended = Meshes.of(List.of("-"), scenario.complete(), manifests);
        List<String> problems = new ArrayList<>();
        byHand.stream().filter(r -> !ByHand.RULES.containsKey(r) && !ByHand.STAYS.containsKey(r)).sorted()
                .forEach(r -> problems.add("not done: " + r));
        for (Node expected : scenario.expect().get("trace").elements()) {
            TraceRequest request = TraceRequest.parse(expected.text("url"),
                    new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), expected.get("from").text(),
                            Optional.empty()));
            Trace trace = mended.trace(request);
            // What nobody calls a mistake is not meant to arrive, and no change makes a node port one of a load balancer.
            Trace before = first.trace(request);
            boolean meant = before.at().filter(a -> a != Stage.ENTRY).isPresent()
                    && before.findings().stream().anyMatch(f -> f.severity() != Severity.INFO);
            if (trace.verdict() == Verdict.BROKEN && meant && byHand.isEmpty()) {
                problems.add(expected.text("url") + " is broken at " + trace.at() + ": " + trace.hops().getLast().message());
            }
        }
        assertEquals("", String.join("\n", problems));
    }
}
