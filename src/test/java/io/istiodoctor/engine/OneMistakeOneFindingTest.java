package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Severity;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * One mistake in a mesh that works gives findings of one rule: what follows from it is not told again. A line of the table changes a text of
 * the mesh, everywhere where it stands, and names the rule. A rule that only informs is the only one that informs of what was not told of the mesh before.
 */
class OneMistakeOneFindingTest {
    private static final Examination EXAMINATION = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);

    @Test
    void every_rule_has_a_mistake_in_the_table() throws IOException {
        Set<String> planted = Pattern.compile("\\| ([a-z0-9-]+)$", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("src/test/resources/mistakes.csv"))).results()
                .map(m -> m.group(1)).collect(Collectors.toSet());
        assertEquals(List.of(),
                RuleSet.load(List.of(Path.of("rules"))).rules().stream().map(Rule::name).filter(r -> !planted.contains(r)).toList());
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/mistakes.csv", numLinesToSkip = 1, delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = 8192)
    void a_mistake_is_told_once(String file, String text, String mistake, String rule) throws IOException {
        String mesh = Files.readString(Path.of("src/test/resources/healthy", file));
        assertTrue(mesh.contains(text), () -> file + " has no \"" + text + "\"");
        List<Finding> found = findings(mesh.replace(text, mistake == null ? "" : mistake));
        TreeSet<String> told = rules(found, f -> f.severity() != Severity.INFO);
        TreeSet<String> noted = rules(found, f -> f.severity() == Severity.INFO);
        if (noted.contains(rule)) {
            // What is only information is told of the mistake, and not of the mesh as it was.
            noted.removeAll(rules(findings(mesh), f -> f.severity() == Severity.INFO));
            told.addAll(noted);
        }
        assertEquals(new TreeSet<>(List.of(rule)), told, () -> text + " -> " + mistake);
    }

    private static TreeSet<String> rules(List<Finding> findings, Predicate<Finding> which) {
        return findings.stream().filter(which).map(Finding::rule).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Finding> findings(String manifests) {
        var options = new ManifestOptions("default", true, new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)), n -> {});
        Mesh mesh = Mesh.of(ManifestSource.read(List.of("-"), options), Instant.parse("2026-11-20T00:00:00Z"));
        return EXAMINATION.run(mesh, new Scope.Everything()).findings();
    }
}
