package io.istiodoctor.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every code of Istio's analyzer and of Kiali is an alias of a rule, or stands with the reason among those that are left out (docs/codes.md). */
class CodesTest {
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]{3}\\d{4}) \\| (.+) \\|");

    @Test
    void a_code_has_a_rule_or_a_reason() throws IOException {
        Set<String> named = RuleSet.load(List.of(Path.of("rules"))).rules().stream().flatMap(r -> r.aliases().stream())
                .collect(Collectors.toSet());
        Map<String, String> left = leftOut();
        Set<String> forgotten = new TreeSet<>(codes());
        forgotten.removeAll(named);
        forgotten.removeAll(left.keySet());
        assertEquals(Set.of(), forgotten, "neither an alias of a rule nor in docs/codes.md");
    }

    @Test
    void what_is_left_out_is_a_code_and_has_a_reason() throws IOException {
        Map<String, String> left = leftOut();
        Set<String> unknown = new TreeSet<>(left.keySet());
        unknown.removeAll(codes());
        assertEquals(Set.of(), unknown);
        left.forEach((code, reason) -> assertTrue(reason.endsWith(".") && reason.length() > 10, code));
    }

    @Test
    void the_page_says_how_many_there_are() throws IOException {
        String page = Files.readString(Path.of("docs/codes.md"));
        long istio = codes().stream().filter(c -> c.startsWith("IST")).count();
        assertTrue(page.contains("Istio's own analyzer has %d codes".formatted(istio)), () -> istio + " codes of Istio");
        long kiali = codes().size() - istio;
        assertTrue(page.contains("Kiali %d (".formatted(kiali)), () -> kiali + " codes of Kiali");
    }

    private static Set<String> codes() throws IOException {
        return new TreeSet<>(Files.readAllLines(Path.of("src/test/resources/codes.txt")));
    }

    private static Map<String, String> leftOut() throws IOException {
        Map<String, String> left = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs/codes.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                left.put(row.group(1), row.group(2));
            }
        }
        return left;
    }
}
