package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.generated.GeneratedMesh;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read without the library is what the library reads, to the column; every text here is read both ways. */
class BlockReaderTest {
    private static final List<String> FILES = files();

    private static Reading reading(String text) {
        return Reading.of("-", text, RepeatedKeys.REFUSED);
    }

    private static Object byLibrary(String text) {
        try {
            return YamlReader.readYaml(text, reading(text));
        } catch (SyntaxError e) {
            return e.getMessage();
        }
    }

    /** Compares, and gives how many documents were left to the library; none where the whole text was. */
    private static Optional<Integer> agrees(String text) {
        BlockReader reader = new BlockReader(text, reading(text), new BlockReader.Common());
        Optional<List<Document>> read = reader.documents();
        read.ifPresent(documents -> assertEquals(byLibrary(text), documents, text));
        return read.map(d -> reader.left());
    }

    private static List<String> files() {
        List<String> texts = new ArrayList<>();
        for (String folder : List.of("examples", "rules", "src/test/resources", "laboratory")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".yaml") || f.toString().endsWith(".yml")).toList()) {
                    texts.add(Utf8.decode(file.toString(), Files.readAllBytes(file)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }

    @Test
    void every_file_is_read_alike_and_most_without_the_library() {
        List<Optional<Integer>> left = FILES.stream().map(BlockReaderTest::agrees).toList();
        long without = left.stream().filter(Optional.of(0)::equals).count();
        assertTrue(FILES.size() > 300 && without > 0.9 * FILES.size(), without + " of " + FILES.size());
    }

    @Test
    void what_kubectl_prints_needs_no_library() {
        String mesh = new GeneratedMesh(300, false).manifests().collect(Collectors.joining("---\n"));
        assertEquals(Optional.of(0), agrees(mesh));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: 1\nb:\n- c\n- d: e\n  f:\n  - g\n- - h\n  - i\n",
            "a:\n  b: |\n    x\n     y\n\n    z\n  c: |-\n    x\n\n  d: |+\n    x\n\n  e: >-\n    x\n    y\n\n    z\n      w\n    v\n",
            "a: 'it''s'\n\"b c\": \"x\\ty\\u00e9\\\"\"\n'd': \"one\n  two\n\n  three \\\n    four\"\n", "a: x y\n  z\n\n  w\nb:\n",
            "a: {}\nb: []\nc: [x, 1, \"y, z\", [true]]\nd: {e: f, \"g\": null}\n",
            "# first\n--- # marker\na: b # c\n---\n# nothing\n---\n- x#y\n- -1\n- 1.5\n- ~\n- :x\n- http://x:80/\n", "a: |2\n    x\n   y\n",
            "true: 1\n8080: 2\n0x1F: yes\n1_000: 010\n",
            "- |\n x\n- key: >\n    a\n\n\n    b\n  next: 1\n", "a:\n  - b\n  -\n    c: d\n  -\n  - e\n", "ä: ö\nx😀: y\n- ",
            "- 😀: x\n- {a: 😀}\n", "a:\n\n  # c\n  b: 1\n\n"})
    void each_of_these_is_read_alike(String text) {
        agrees(text);
        agrees(text.stripTrailing());
        agrees("---\n" + text + "---\n" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: &x 1\nb: *x\n", "<<: {a: b}\n", "a: !!str 1\n", "? a\n: b\n", "a: [\n  1]\n", "a:\tb\n",
            "%YAML 1.1\n---\na: b\n", "a: b\n...\nc: d\n", "a\n", "\"x\"\n"})
    void what_it_does_not_know_is_left_to_the_library(String text) {
        assertTrue(agrees(text).map(n -> n > 0).orElse(true), text);
        agrees("a: 1\n---\n" + text + "\n---\nb: 2\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b: c\n", "a: b\n c: d\n", "a: 1\na: 2\n", "a: 'x\n", "a: b\n- c\n", "- a\nb: c\n", "a: @b\n", "a: %b\n",
            "x:\n  a: b\n c: d\n", "a: 'b' c\n", "a: |x\n  b\n",
            "a: - b\n", "a: \"\\q\"\n", "a: 'x\n---\ny'\n", "{a: b", "a: [b\n", "null: a\n", "a: b #c\n  d\n"})
    void mistakes_are_left_to_the_library(String text) {
        BlockReader reader = new BlockReader(text, reading(text), new BlockReader.Common());
        assertTrue(reader.documents().isEmpty() || reader.left() > 0, text);
        agrees(text);
    }

    @Test
    void aliases_of_a_text_that_is_read_twice_count_once() {
        String aliases = "a: &a [" + "x, ".repeat(999) + "x]\nb: [" + "*a, ".repeat(600) + "*a]\n";
        // The last document cannot be read by itself, so that the first is read again.
        String text = aliases + "---\nc: d\n...\n---\n%x\n";
        assertEquals(byLibrary(text), byItself(text));
    }

    private static Object byItself(String text) {
        try {
            return YamlReader.read("-", text);
        } catch (SyntaxError e) {
            return e.getMessage();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> lines = Arbitraries.of("a: 1", "- b: 2", "  c: 3", "---", "--- ", "---x", "--- x", "...", "items:", "- ", "-",
                "d: \"x", "y\"", "e: |", "  text", "# note", "", " ", "   ",
                "f: [1,", "  2]", "kind: List", "&x g: *x", "%TAG ! !", "\t", "h:\t1", "'", "- k: >-", "  - l", "    m: n", "   o", "p: 'q",
                "  r'", "s: ''", "t: \"u\\", "  \\\"v\"", "w: |+", "x: >",
                "- |2-", "- - y", "  - - z", "\"a b\": c", "'d''e': f # g", "h: i #j", "k: l: m", ": n", "? o", "- 'p': q", "r: {s: t}",
                "u: [v, 'w', {x: y}]", "z: [", "true: no", "~: a", "b:", "  b:", "- c:",
                "d : e", "f: - g", "h: \"\\x41\\u00e9\"", "i: é😀 # j", "😀: k", "l: >2", "  \t m", "n: |-", "     o", "<<: p", "- !!str q",
                "r: 's' t", "u: ---", "v: ...", "  ---", "w: |", "#", "  #x", "y: #z", "- #a");
        return lines.list().ofMinSize(1).ofMaxSize(12).map(l -> String.join("\n", l) + "\n");
    }

    @Property(tries = 20_000)
    void whatever_stands_there_is_read_alike(@ForAll("texts") String text) {
        agrees(text);
        agrees(text.substring(0, text.length() - 1));
    }

    @Property(tries = 1000)
    void damaged_files_are_read_alike(@ForAll long seed) {
        Random random = new Random(seed);
        String text = FILES.get(random.nextInt(FILES.size()));
        int from = random.nextInt(text.length() + 1);
        StringBuilder damaged = new StringBuilder(text.substring(from, Math.min(text.length(), from + 2000)));
        for (int i = 0; i < 1 + random.nextInt(4) && !damaged.isEmpty(); i++) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(3)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, " \n:-#'\"|>[]{}\\\t,&*!%?x".charAt(random.nextInt(22)));
                default -> damaged.insert(at, "\n" + " ".repeat(random.nextInt(6)));
            }
        }
        agrees(damaged.toString());
    }
}
