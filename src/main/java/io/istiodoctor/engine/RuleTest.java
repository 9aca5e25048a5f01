package io.istiodoctor.engine;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.FilePath;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Location;
import io.istiodoctor.model.UserError;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The tests of a rule: the file beside it that ends in .test.yaml. It holds cases, each a mesh of its own, that begin with
 * a line {@code --- # case: NAME} ({@code --- # case (partial): NAME} when the manifests are not the whole cluster). A
 * comment {@code # finds: SEVERITY TEXT} stands on each line that the rule must point at, with the severity and a part of
 * the message; {@code # not checked: TEXT} anywhere in a case expects that. On every other line the rule must be silent.
 */
public final class RuleTest {
    /** The moment at which every test takes place. */
    static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    private RuleTest() {}

    /**
     * How a rule's tests went.
     *
     * @param firing how many cases expect a finding
     * @param silent how many expect none
     * @param failures what was not as expected, a line each; empty when all held
     */
    public record Outcome(String rule, int firing, int silent, List<String> failures) {
        public Outcome {
            failures = List.copyOf(failures);
        }
    }

    /** Where the tests of a rule are. */
    public static Path fileOf(Rule rule) {
        return FilePath.of(rule.file().replaceFirst("\\.ya?ml$", ".test.yaml"));
    }

    /** The first case of the rule's tests that expects a finding, as it stands in the file; empty when there is none. */
    public static String example(Rule rule) {
        Path file = fileOf(rule);
        return !Files.isRegularFile(file) ? "" : cases(rule).stream().filter(RuleTestCase::fires)
                .findFirst().map(c -> c.manifests().strip()).orElse("");
    }

    /** Runs the tests of one rule, which somebody wrote of whom nobody knows whether it ends soon. */
    public static Outcome run(Rule rule) {
        return run(rule, r -> true);
    }

    /** @param doubtful as {@link Examination#of} asks it */
    static Outcome run(Rule rule, Predicate<Rule> doubtful) {
        Path file = fileOf(rule);
        if (!Files.isRegularFile(file)) {
            return new Outcome(rule.name(), 0, 0, List.of(file + ": there is no such file of tests"));
        }
        Examination examination = Examination.of(new RuleSet(List.of(rule)), doubtful);
        List<String> failures = new ArrayList<>();
        List<RuleTestCase> cases = cases(rule);
        for (RuleTestCase test : cases) {
            run(test, examination).forEach(f -> failures.add(file + ":" + f));
        }
        int firing = (int) cases.stream().filter(RuleTestCase::fires).count();
        if (firing == 0) {
            failures.add(file + ": no case in which the rule fires");
        }
        if (firing == cases.size()) {
            failures.add(file + ": no case in which the rule stays silent");
        }
        return new Outcome(rule.name(), firing, cases.size() - firing, failures);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserError(UserError.BAD_INPUT, file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
        }
    }

    private static List<String> run(RuleTestCase test, Examination examination) {
        Diagnosis diagnosis;
        try {
            diagnosis = examination.run(Mesh.of(snapshot(test), NOW), new Scope.Everything());
        } catch (UserError e) {
            return List.of(test.line() + ": case " + test.name() + ": " + e.getMessage());
        }
        List<String> failures = new ArrayList<>();
        List<Finding> left = new ArrayList<>(diagnosis.findings());
        for (RuleTestCase.Expectation expected : test.expectations()) {
            if (!left.removeIf(f -> lineOf(f) == expected.line() && f.severity() == expected.severity()
                    && f.message().contains(expected.text()))) {
                failures.add(expected.line() + ": case " + test.name() + ": expected " + expected.severity().label() + " \""
                        + expected.text() + "\"");
            }
        }
        left.forEach(f -> failures.add(lineOf(f) + ": case " + test.name() + ": found " + f.severity().label() + " \""
                + f.message() + "\""));
        test.notChecked().stream().filter(t -> diagnosis.notChecked().stream().noneMatch(n -> n.reason().contains(t)))
                .forEach(t -> failures.add(test.line() + ": case " + test.name() + ": expected not checked \"" + t + "\", was "
                        + diagnosis.notChecked()));
        if (test.notChecked().isEmpty() && !diagnosis.notChecked().isEmpty()) {
            failures.add(test.line() + ": case " + test.name() + ": was not checked: " + diagnosis.notChecked());
        }
        return failures;
    }

    static Snapshot snapshot(RuleTestCase test) {
        var manifests = new ByteArrayInputStream(test.manifests().getBytes(StandardCharsets.UTF_8));
        return ManifestSource.read(List.of("-"), new ManifestOptions("default", !test.partial(), manifests, n -> {}));
    }

    static List<RuleTestCase> cases(Rule rule) {
        return RuleTestCase.parse(lines(fileOf(rule)));
    }

    private static int lineOf(Finding finding) {
        return finding.location().map(Location::line).orElse(0);
    }
}
