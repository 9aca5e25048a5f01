package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Kind;
import io.istiodoctor.vocabulary.SubjectType;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Location;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Severity;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.Snapshot;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is not known must neither make a rule claim an error nor let a mistake pass in silence: in every case of its tests, each
 * kind in turn is taken away and declared unknown. An error that only then appears, or a finding that is gone without the rule
 * being listed as not checked, means that the rule needs the kind and does not say so.
 */
class RuleNeedsTest {
    /** Endpoints beside a selector are a leftover of the endpoints controller; they are never a reason for a finding. */
    private static final Set<Kind> HINTS = EnumSet.of(Kind.ENDPOINT_SLICE, Kind.ENDPOINTS);

    /** What is judged by what it says itself: where its own kind was not read, there is nothing to judge. */
    private static final Set<SubjectType> BY_THEMSELVES = EnumSet.of(SubjectType.FLAW, SubjectType.ANNOTATION, SubjectType.DEPRECATED_FIELD,
            SubjectType.STATUS_CONDITION);
    /** What says by which definitions objects are judged, the cluster's own or those of istiod's release: without it, those of the newest release count. */
    private static final Set<Kind> MEASURES = EnumSet.of(Kind.CUSTOM_RESOURCE_DEFINITION, Kind.DEPLOYMENT);

    static Stream<Rule> rules() {
        return RuleSet.load(List.of(Path.of("rules"))).rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ignorance_never_gives_an_error_and_never_passes_in_silence(Rule rule) {
        Examination examination = Examination.of(new RuleSet(List.of(rule)), r -> false);
        for (RuleTestCase test : RuleTest.cases(rule)) {
            Snapshot whole = RuleTest.snapshot(test);
            Diagnosis known = run(examination, whole);
            for (Kind kind : kinds(whole)) {
                Diagnosis less = run(examination, without(whole, kind));
                String where = "case " + test.name() + " without " + kind.resourceName();
                Set<Integer> more = lines(less, f -> f.severity() == Severity.ERROR);
                more.removeAll(lines(known, f -> true));
                assertEquals(Set.of(), more, where + " gives an error");
                Set<Integer> lost = lines(known, f -> !unasked(rule, kind, f));
                lost.removeAll(lines(less, f -> true));
                assertTrue(lost.isEmpty() || !less.notChecked().isEmpty(), where + " is silent about " + lost);
            }
        }
    }

    private static boolean unasked(Rule rule, Kind kind, Finding finding) {
        boolean own = Kind.of(finding.object().apiVersion(), finding.object().kind()).equals(Optional.of(kind));
        return BY_THEMSELVES.contains(rule.subject()) && (own || rule.subject() == SubjectType.FLAW && MEASURES.contains(kind));
    }

    private static Diagnosis run(Examination examination, Snapshot snapshot) {
        return examination.run(Mesh.of(snapshot, RuleTest.NOW), new Scope.Everything());
    }

    private static Set<Integer> lines(Diagnosis diagnosis, Predicate<Finding> which) {
        return diagnosis.findings().stream().filter(which).map(Finding::location).flatMap(Optional::stream).map(Location::line)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Kind> kinds(Snapshot snapshot) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        snapshot.resources().forEach(r -> kindOf(r).filter(k -> !HINTS.contains(k)).ifPresent(kinds::add));
        return kinds;
    }

    private static Optional<Kind> kindOf(Resource resource) {
        return Kind.of(resource.ref().apiVersion(), resource.ref().kind());
    }

    private static Snapshot without(Snapshot whole, Kind kind) {
        List<Resource> rest = whole.resources().stream().filter(r -> !kindOf(r).equals(Optional.of(kind))).toList();
        Map<Kind, Coverage> coverage = new HashMap<>(whole.coverage());
        coverage.put(kind, new Coverage.None("taken away"));
        return new Snapshot(rest, coverage, whole.secrets(), whole.live(), whole.defaultNamespace());
    }
}
