package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.generated.GeneratedMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private static final int SMALL = 64;

    /** What the text is when it is read as a whole, or the error. */
    private static Object whole(String text) {
        try {
            return YamlReader.readYaml(text, Reading.of("-", text, RepeatedKeys.REFUSED));
        } catch (SyntaxError e) {
            return e.getMessage();
        }
    }

    private static Optional<List<Document>> pieces(String text) {
        return Pieces.read("-", text, RepeatedKeys.REFUSED, SMALL);
    }

    private static void agrees(String text) {
        pieces(text).ifPresent(read -> assertEquals(whole(text), read));
    }

    private static String documents() {
        return new GeneratedMesh(150, false).manifests().collect(Collectors.joining("---\n"));
    }

    private static String list() {
        return "apiVersion: v1\nitems:\n" + Stream.of(documents().split("\n?---\n")).map(d -> "- " + d.strip().replace("\n", "\n  ") + "\n")
                .collect(Collectors.joining()) + "kind: List\nmetadata:\n  resourceVersion: \"\"\n";
    }

    @Test
    void a_list_as_kubectl_prints_it_is_read_in_pieces() {
        assertTrue(pieces(list()).isPresent());
        agrees(list());
    }

    @Test
    void every_file_of_the_examples_and_rules_is_read_alike() throws IOException {
        for (String folder : List.of("examples", "rules", "src/test/resources")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                    agrees(Utf8.decode(file.toString(), Files.readAllBytes(file)));
                }
            }
        }
    }

    @Test
    void what_reaches_over_pieces_is_left_to_the_whole() {
        String filler = "b: " + "x".repeat(SMALL) + "\n";
        for (String text : List.of("a: 1\nitems:\n- &a " + filler + "- *a\n" + "- " + filler,
                "a: 1\nitems:\n- " + filler + "- c: \"" + "x".repeat(SMALL) + "\n- " + filler + "\"\n")) {
            agrees(text);
        }
    }

    @Test
    void aliases_of_all_pieces_count_together() {
        String bomb = "a: &a [" + "x, ".repeat(999) + "x]\nb: [" + "*a, ".repeat(600) + "*a]\n";
        String list = "a: 1\nitems:\n" + ("- " + bomb.strip().replace("\n", "\n  ") + "\n").repeat(2);
        assertEquals(Optional.empty(), pieces(list));
        assertThrows(SyntaxError.class, () -> YamlReader.read("-", list));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> lines = Arbitraries.of("a: 1", "- b: 2", "  c: 3", "---", "--- ", "---x", "...", "items:", "- ", "-", "d: \"x",
                "y\"", "e: |", "  text", "# note", "",
                "f: [1,", "  2]", "kind: List", "&x g: *x", "%TAG ! !", "\t", "h:\t1", "'", "- k: >-", "  - l", "a".repeat(80),
                "m: " + "n".repeat(70));
        return lines.list().ofMinSize(8).ofMaxSize(40).map(l -> String.join("\n", l) + "\n");
    }

    @Property(tries = 3000)
    void whatever_stands_there_is_read_alike(@ForAll("texts") String text) {
        agrees("apiVersion: v1\nitems:\n- " + text);
    }
}
