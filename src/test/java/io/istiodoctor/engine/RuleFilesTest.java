package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of each rule. */
class RuleFilesTest {
    private static final RuleSet RULES = RuleSet.load(List.of(Path.of("rules")));

    static Stream<Rule> rules() {
        return RULES.rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_rule_says_what_its_tests_expect(Rule rule) {
        // As the tool runs its own: without a limit of time, which a busy machine would reach. RuleCheckTest proves what else is checked of others'.
        assertEquals(List.of(), RuleTest.run(rule, r -> false).failures());
    }

    @Test
    void every_test_file_has_its_rule() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("rules"))) {
            List<Path> orphans = files.filter(f -> f.toString().endsWith(".test.yaml"))
                    .filter(f -> !Files.exists(Path.of(f.toString().replace(".test.yaml", ".yaml")))).toList();
            assertEquals(List.of(), orphans);
        }
    }
}
