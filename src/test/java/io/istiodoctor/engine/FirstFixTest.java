package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.Scenario;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.UserError;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.trace.Meshes;
import io.istiodoctor.trace.UrlRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first fix of every finding is done as it is written: the finding is gone, none has come, and no URL ends worse than before. What only a person or
 * a cluster can do is listed with the reason.
 */
class FirstFixTest {
    /** Commands that let a person look or write, and change nothing by themselves. */
    private static final Pattern SHOWING = Pattern
            .compile("kubectl( -n \\S+)? (edit|get|describe|logs|explain) [^|\n]*[^|\n\\\\ ]( *$|\n| \\| grep)|curl ");

    /** Rules of which an exception was asked for, and the tests that asked. */
    private static final Set<String> USED = ConcurrentHashMap.newKeySet();
    private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();

    @AfterAll
    static void no_exception_is_without_need() {
        if (ASKED.size() == 3) {
            Set<String> unused = new TreeSet<>(ByHand.RULES.keySet());
            ByHand.SHOWN.keySet().forEach(r -> unused.add(r + " (shown)"));
            unused.removeAll(USED);
            assertEquals(Set.of(), unused);
        }
    }

    static Stream<Rule> rules() {
        return RuleSet.load(List.of(Path.of("rules"))).rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_first_fix_mends_the_cases_of_a_rule(Rule rule) {
        ASKED.add("cases");
        List<String> problems = new ArrayList<>();
        for (RuleTestCase test : RuleTest.cases(rule).stream().filter(RuleTestCase::fires).toList()) {
            // The rule's own fix; what mend would rather do is held by the meshes below.
            problems.addAll(mend(test.manifests(), !test.partial(), Meshes.of(List.of("-"), !test.partial(), test.manifests()).diagnosis(),
                    f -> f.rule().equals(rule.name())).stream().map(p -> "case " + test.name() + ": " + p).toList());
        }
        assertEquals("", problems.isEmpty() ? "" : rule.name() + ": " + String.join("\n", problems));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/mistakes.csv", numLinesToSkip = 1, delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = 8192)
    void the_first_fix_mends_a_planted_mistake(String file, String text, String mistake, String rule) throws IOException {
        ASKED.add("mistakes");
        String mesh = Files.readString(Path.of("src/test/resources/healthy", file)).replace(text, mistake == null ? "" : mistake);
        assertEquals("", String.join("\n", mend(mesh, true, f -> f.rule().equals(rule) && f.severity() != Severity.INFO)));
    }

    static Stream<Scenario> scenarios() {
        return Stream.concat(Scenario.all(), Scenario.reports());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void the_first_fix_mends_a_scenario(Scenario scenario) throws IOException {
        ASKED.add("scenarios");
        List<String> manifests = new ArrayList<>();
        for (Node input : scenario.expect().get("inputs").elements()) {
            Path file = scenario.folder().resolve(input.text().orElseThrow());
            manifests.add(Files.isRegularFile(file) ? Files.readString(file) : "");
        }
        assertEquals("",
                String.join("\n", mend(String.join("\n---\n", manifests), scenario.complete(), f -> f.severity() != Severity.INFO)));
    }

    private static List<String> mend(String manifests, boolean complete, Predicate<Finding> wanted) {
        return mend(manifests, complete, AllFixesTest.check(manifests, complete), wanted);
    }

    private static List<String> mend(String manifests, boolean complete, Diagnosis diagnosis, Predicate<Finding> wanted) {
        List<String> problems = new ArrayList<>();
        Meshes before = Meshes.of(List.of("-"), complete, manifests);
        for (Finding finding : diagnosis.findings().stream().filter(wanted).toList()) {
            if (finding.fixes().isEmpty()) {
                problems.add("no fix for " + finding.message());
                continue;
            }
            Fix first = finding.fixes().getFirst();
            if (SHOWING.matcher(first.command().filter(c -> first.diff().isEmpty() && first.patch().isEmpty()).orElse("")).lookingAt()
                    && !excused(finding, ByHand.SHOWN)) {
                problems.add("shows and changes nothing: " + first.title() + ": " + first.command().orElse(""));
            }
            try {
                Optional<String> after = AppliedFix.to(manifests, finding.fixes().getFirst());
                if (after.isEmpty()) {
                    if (!excused(finding, ByHand.RULES)) {
                        problems.add(
                                "by hand: " + finding.fixes().getFirst().title() + ": " + finding.fixes().getFirst().command().orElse(""));
                    }
                } else {
                    problems.addAll(worse(before, finding, Meshes.of(List.of("-"), complete, after.get())));
                }
            } catch (UserError | AssertionError | IllegalArgumentException e) {
                if (!excused(finding, ByHand.RULES)) {
                    problems.add(finding.fixes().getFirst() + " fails: " + e);
                }
            }
        }
        return problems;
    }

    private static boolean excused(Finding finding, Map<String, String> reasons) {
        USED.add(finding.rule() + (reasons == ByHand.SHOWN ? " (shown)" : ""));
        return reasons.containsKey(finding.rule());
    }

    private static List<String> worse(Meshes before, Finding finding, Meshes after) {
        List<String> problems = new ArrayList<>();
        String fix = " after " + finding.fixes().getFirst().title();
        Map<String, Long> had = counts(before);
        counts(after).forEach((what, count) -> {
            long earlier = had.getOrDefault(what, 0L);
            boolean known = ByHand.COMES.containsKey(finding.rule() + ": " + what.split(" ")[1])
                    || what.startsWith("info ") && !what.equals(name(finding));
            boolean stays = what.equals(name(finding)) && ByHand.STAYS.containsKey(finding.rule());
            if (!known && !stays && (what.equals(name(finding)) ? count >= earlier : count > earlier)) {
                problems.add((what.equals(name(finding)) ? "still " : "new ") + what + fix);
            }
        });
        Set<String> open = ByHand.DENYING.contains(finding.rule()) ? Set.of()
                : before.urls().stream().filter(UrlRow::works).filter(r -> r.wanted().isEmpty())
                        .map(UrlRow::url).collect(Collectors.toSet());
        Map<String, UrlRow> now = after.urls().stream().collect(Collectors.toMap(UrlRow::url, r -> r, (a, b) -> a.works() ? a : b));
        open.stream().sorted().filter(url -> now.containsKey(url) && !now.get(url).works())
                .forEach(url -> problems.add("worse " + url + fix));
        return problems;
    }

    private static Map<String, Long> counts(Meshes mesh) {
        return mesh.diagnosis().findings().stream().collect(Collectors.groupingBy(FirstFixTest::name, TreeMap::new, Collectors.counting()));
    }

    private static String name(Finding finding) {
        return finding.severity().label() + " " + finding.rule() + " " + finding.object();
    }
}
