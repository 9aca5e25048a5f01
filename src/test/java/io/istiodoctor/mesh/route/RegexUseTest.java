package io.istiodoctor.mesh.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Expressions that a real Envoy (1.40, with the limit of Istio's bootstrap on the size of programs) was given as a route's {@code safe_regex}: those that it
 * loads are valid, the others are not.
 */
class RegexUseTest {
    private static final Path PLAYED = Path.of("src/test/resources/regex/played.tsv");

    @Test
    void what_Envoy_loads_is_valid_and_nothing_else() throws IOException {
        List<String[]> played = Files.readAllLines(PLAYED).stream().map(l -> l.split("\t", 2)).toList();
        assertEquals(314, played.size());
        List<String> different = played.stream().filter(p -> RegexUse.valid(p[1]) != p[0].equals("accepted")).map(p -> p[1]).toList();
        assertEquals(List.of(), different);
    }
}
