package io.istiodoctor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.engine.RuleTest;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/rules is made from the rules: {@code mvn test -Dtest=RulePagesTest -Ddocs.write=true} writes it anew. */
class RulePagesTest {
    private static final Path FOLDER = Path.of("docs", "rules");

    @Test
    void the_pages_are_those_of_the_rules() throws IOException {
        Map<String, String> wanted = pages();
        if (Boolean.getBoolean("docs.write")) {
            write(wanted);
        }
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertEquals(wanted.keySet(), found.keySet(), "run this test with -Ddocs.write=true");
        wanted.forEach((name, text) -> assertEquals(text, found.get(name), name + " is stale; run this test with -Ddocs.write=true"));
    }

    private static Map<String, String> pages() {
        List<Rule> rules = RuleSet.load(List.of(Path.of("rules"))).rules();
        Map<String, String> pages = new TreeMap<>();
        pages.put("README.md", RuleIndex.markdown(rules));
        // Key material in an example helps nobody; its lines are cut.
        rules.forEach(r -> pages.put(r.name() + ".md", RuleMarkdown.markdown(r, RuleTest.example(r).lines()
                .map(l -> l.length() > 300 ? l.substring(0, 60) + "..." : l).reduce((a, b) -> a + "\n" + b).orElse(""))));
        return pages;
    }

    private static void write(Map<String, String> pages) throws IOException {
        Files.createDirectories(FOLDER);
        try (Stream<Path> old = Files.list(FOLDER)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        for (var page : pages.entrySet()) {
            Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
        }
    }
}
