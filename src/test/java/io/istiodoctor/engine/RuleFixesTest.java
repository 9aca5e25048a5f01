package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a finding tells to paste: a diff that is applied must make the finding go away, and a command must be whole. */
class RuleFixesTest {
    static Stream<Rule> rules() {
        return RuleSet.load(List.of(Path.of("rules"))).rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_diff_mends_what_it_was_offered_for(Rule rule) {
        Examination examination = Examination.of(new RuleSet(List.of(rule)), r -> false);
        for (RuleTestCase test : RuleTest.cases(rule)) {
            for (Finding finding : run(examination, test).findings()) {
                finding.fixes().stream().filter(f -> f.diff().isPresent()).limit(1).forEach(fix -> {
                    RuleTestCase mended = new RuleTestCase(test.name(), test.line(), test.partial(),
                            PlayedDiff.apply(test.manifests(), fix.diff().orElseThrow()), List.of(), List.of());
                    assertFalse(run(examination, mended).findings().stream().anyMatch(f -> f.object().equals(finding.object())
                            && f.field().equals(finding.field())), () -> test.name() + ": still there after\n" + fix.diff().get());
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void every_finding_has_a_fix_without_gaps(Rule rule) {
        Examination examination = Examination.of(new RuleSet(List.of(rule)), r -> false);
        for (RuleTestCase test : RuleTest.cases(rule)) {
            for (Finding finding : run(examination, test).findings()) {
                assertTrue(!finding.fixes().isEmpty(), test.name() + ": no fix for " + finding.message());
                for (Fix fix : finding.fixes()) {
                    String said = fix.title() + " " + fix.command().orElse("");
                    assertFalse(said.contains(".value()") || said.contains("optional") || said.matches("(?s).* -n -.*| -n $"), said);
                    assertTrue(fix.command().isPresent() || fix.diff().isPresent(), test.name() + ": nothing to paste for " + fix.title());
                }
            }
        }
    }

    private static Diagnosis run(Examination examination, RuleTestCase test) {
        return examination.run(Mesh.of(RuleTest.snapshot(test), RuleTest.NOW), new Scope.Everything());
    }
}
