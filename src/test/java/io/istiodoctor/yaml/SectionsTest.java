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
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
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

    private static String list(String kind, List<String> items) {
        return "{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n        {\n" + String.join("\n        },\n        {\n", items)
                + "\n        }\n    ],\n    \"kind\": \"" + kind
                + "\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n";
    }

    private static List<String> items(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "            \"kind\": \"Service\",\n            \"metadata\": {\n                \"name\": \"s-"
                        + i + "\",\n                \"labels\": [\n        1\n                ]\n            }")
                .toList();
    }

    @Test
    void a_list_of_kubectl_is_read_item_by_item() {
        String text = list("List", items(100));
        Sections read = sections(text).orElseThrow();
        assertTrue(read.all().size() > 20, "in " + read.all().size());
        assertEquals(1, read.documents().size());
        agrees(text);
        agrees(text.replace("s-7\"", "s-\u00e4\u20ac\ud83d\ude00\""));
        agrees(text.replace("        ", "    ").replace("    \"k", "        \"k"));
    }

    @Test
    void what_else_is_json_is_left_to_the_whole() {
        String text = list("List", items(100));
        for (String other : List.of(list("SecretList", items(100)), text.replace("\n", "\r\n"),
                text.replace("s-50\"", "s-50\",\r\"a\": \"b\""),
                text + "---\n" + text, text + text, text.replace("\"s-50\"", "\"s-50"),
                text.replace("    ],\n", "    ],\n    \"items\": [],\n"),
                text.replace("    ],\n", "    ],\n    \"apiVersion\": \"v1\",\n"), text.substring(0, text.length() - 3),
                text.replace("\"s-50\"", "[\n        {\n        },\n        {\n        }]"), "[" + text + "]", text.replace("\n", ""))) {
            assertEquals(Optional.empty(), sections(other), other);
        }
    }

    @Test
    void lines_of_secrets_in_a_list_are_hidden_section_by_section() {
        String text = list("List", items(100)).replaceAll("Service(\"[^}]*\"s-\\d*[37]\")", "Secret$1");
        BitSet hidden = ConfidentialLines.of(text);
        assertTrue(hidden.cardinality() > 100, "hides " + hidden);
        String[] lines = text.split("(?<=\n)", -1);
        for (Section section : sections(text).orElseThrow().all()) {
            int next = Math.min(section.nextLine(), lines.length + 1);
            String part = String.join("", Arrays.copyOfRange(lines, section.firstLine() - 1, next - 1));
            BitSet found = ConfidentialLines.of(section.before() + part + section.behind());
            for (int line = section.firstLine(); line < next; line++) {
                assertEquals(hidden.get(line), found.get(line - section.firstLine() + 1), "line " + line + " of " + section);
            }
        }
    }

    @Property(tries = 1000)
    void a_list_with_anything_in_its_place_is_read_alike(@ForAll @IntRange(max = 4000) int at, @ForAll @IntRange(max = 12) int length,
            @ForAll @From("scraps") String scrap) {
        String text = list("List", items(30));
        int from = Math.min(at, text.length());
        String damaged = text.substring(0, from) + scrap + text.substring(Math.min(text.length(), from + length));
        sections(damaged).ifPresent(read -> assertEquals(YamlReader.read("-", damaged), read.documents()));
    }

    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.of("", "{", "}", "[", "]", ",", "\"", "\n", ":", "0", "        },\n        {\n", "\n        }\n        ],\n",
                "\n        {\n",
                "\\", "\r", "\n%", "\t", "\u0007", "\u20ac");
    }
}
