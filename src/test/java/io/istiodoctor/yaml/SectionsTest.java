package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SectionsTest {
    private static final int SMALL = 64;
    /** For the generated mesh, whose objects are larger than three times the smallest section. */
    private static final int MEDIUM = 4096;

    private static Optional<Sections> sections(String text) {
        return sections(text, SMALL);
    }

    private static Optional<Sections> sections(String text, int size) {
        try {
            return Sections.read("-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), RepeatedKeys.REFUSED, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void agrees(String text) {
        agrees(text, SMALL);
    }

    private static void agrees(String text, int size) {
        sections(text, size).ifPresent(read -> {
            assertEquals(YamlTexts.whole(text), read.documents());
            String[] lines = text.split("(?<=\n)", -1);
            for (int line = 1; line <= lines.length; line++) {
                Section section = Sections.around(line, read.all());
                assertTrue(section.firstLine() <= line && line < section.nextLine(), line + " in " + section);
            }
            for (Section section : read.all()) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                byte[] part = Arrays.copyOfRange(bytes, (int) section.start(), (int) section.start() + section.length());
                assertTrue(section.is(part));
                String before = new String(bytes, 0, (int) section.start(), StandardCharsets.UTF_8);
                assertEquals(section.firstLine(), 1 + before.chars().filter(c -> c == '\n').count());
            }
            assertEquals(text.getBytes(StandardCharsets.UTF_8).length, read.all().stream().mapToInt(Section::length).sum());
        });
    }

    @Test
    void a_stream_of_documents_is_read_in_sections() {
        assertTrue(sections(YamlTexts.documents(), MEDIUM).isPresent());
        agrees(YamlTexts.documents(), MEDIUM);
    }

    @Test
    void sections_hold_whole_documents() {
        Sections read = sections(YamlTexts.documents(), MEDIUM).orElseThrow();
        assertTrue(read.all().size() > 20, "in " + read.all().size());
        assertTrue(read.all().stream().allMatch(s -> s.length() < 3 * MEDIUM));
    }

    @Test
    void json_and_what_cannot_be_cut_is_left_to_the_whole() {
        assertEquals(Optional.empty(), sections("{\"a\": \"" + "x".repeat(SMALL) + "\"}\n---\n{}\n"));
        assertEquals(Optional.empty(), sections("a: b\n".repeat(4 * SMALL)));
        assertEquals(Optional.empty(), sections("a: 1\n---\n".repeat(4 * SMALL) + "a: [\n"));
    }

    @Test
    void places_count_characters_and_not_bytes() {
        agrees("a: \u00e4\u20ac\ud83d\ude00\n---\n".repeat(SMALL) + "b: c");
    }

    @Test
    void another_text_is_not_taken_for_a_section() {
        String text = YamlTexts.documents();
        Section first = sections(text, MEDIUM).orElseThrow().all().getFirst();
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), first.length());
        assertTrue(first.is(bytes));
        assertFalse(first.is(Arrays.copyOf(bytes, bytes.length - 1)));
        bytes[7] ^= 1;
        assertFalse(first.is(bytes));
    }

    @Test
    void every_file_of_the_examples_and_rules_is_read_alike() throws IOException {
        YamlTexts.files(SectionsTest::agrees);
    }

    @Test
    void what_reaches_over_sections_is_left_to_the_whole() {
        String filler = YamlTexts.filler(SMALL);
        for (String text : List.of("%YAML 1.1\n---\n" + filler + "---\n" + filler,
                "a: \"" + "x".repeat(SMALL) + "\n---\n" + filler + "\"\n",
                "{a: [" + "x".repeat(SMALL) + "\n---\n" + filler + "]}\n",
                filler + "---\r" + filler)) {
            agrees(text);
        }
    }

    @Test
    void aliases_of_all_sections_count_together() {
        String bomb = YamlTexts.bomb();
        assertEquals(Optional.empty(), sections(bomb + "---\n" + bomb));
        assertThrows(SyntaxError.class, () -> YamlReader.read("-", bomb + "---\n" + bomb));
    }

    @Property(tries = 3000)
    void whatever_stands_there_is_read_alike(@ForAll(supplier = YamlTexts.Lines.class) String text) {
        agrees(text);
    }
}
