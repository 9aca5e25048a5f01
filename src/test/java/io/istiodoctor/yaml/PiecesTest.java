package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private static final int SMALL = 64;

    private static Optional<List<Document>> pieces(String text) {
        return Pieces.read("-", text, RepeatedKeys.REFUSED, SMALL);
    }

    private static void agrees(String text) {
        pieces(text).ifPresent(read -> assertEquals(YamlTexts.whole(text), read));
    }

    private static String list() {
        return "apiVersion: v1\nitems:\n"
                + Stream.of(YamlTexts.documents().split("\n?---\n")).map(d -> "- " + d.strip().replace("\n", "\n  ") + "\n")
                        .collect(Collectors.joining())
                + "kind: List\nmetadata:\n  resourceVersion: \"\"\n";
    }

    @Test
    void a_list_as_kubectl_prints_it_is_read_in_pieces() {
        assertTrue(pieces(list()).isPresent());
        agrees(list());
    }

    @Test
    void every_file_of_the_examples_and_rules_is_read_alike() throws IOException {
        YamlTexts.files(PiecesTest::agrees);
    }

    @Test
    void what_reaches_over_pieces_is_left_to_the_whole() {
        String filler = YamlTexts.filler(SMALL);
        for (String text : List.of("a: 1\nitems:\n- &a " + filler + "- *a\n" + "- " + filler,
                "a: 1\nitems:\n- " + filler + "- c: \"" + "x".repeat(SMALL) + "\n- " + filler + "\"\n")) {
            agrees(text);
        }
    }

    @Test
    void aliases_of_all_pieces_count_together() {
        String bomb = YamlTexts.bomb();
        String list = "a: 1\nitems:\n" + ("- " + bomb.strip().replace("\n", "\n  ") + "\n").repeat(2);
        assertEquals(Optional.empty(), pieces(list));
        assertThrows(SyntaxError.class, () -> YamlReader.read("-", list));
    }

    @Property(tries = 3000)
    void whatever_stands_there_is_read_alike(@ForAll(supplier = YamlTexts.Lines.class) String text) {
        agrees("apiVersion: v1\nitems:\n- " + text);
    }
}
