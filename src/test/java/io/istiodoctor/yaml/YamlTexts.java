package io.istiodoctor.yaml;

import io.istiodoctor.generated.GeneratedMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/** Texts that are read in parts, to be held against what they are as a whole. */
final class YamlTexts {
    private YamlTexts() {}

    /** What the text is when it is read as a whole, or the error. */
    static Object whole(String text) {
        try {
            return YamlReader.readYaml(text, Reading.of("-", text, RepeatedKeys.REFUSED));
        } catch (SyntaxError e) {
            return e.getMessage();
        }
    }

    static String documents() {
        return new GeneratedMesh(150, false).manifests().collect(Collectors.joining("---\n"));
    }

    /** A mapping that is larger than the smallest part. */
    static String filler(int size) {
        return "b: " + "x".repeat(size) + "\n";
    }

    /** A text with so many aliases that two of it are too many for one. */
    static String bomb() {
        return "a: &a [" + "x, ".repeat(999) + "x]\nb: [" + "*a, ".repeat(600) + "*a]\n";
    }

    /** Every YAML file of the project. */
    static void files(Consumer<String> each) throws IOException {
        for (String folder : List.of("examples", "rules", "src/test/resources")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                    each.accept(Utf8.decode(file.toString(), Files.readAllBytes(file)));
                }
            }
        }
    }

    /** Lines of which each means something where parts begin or end. */
    static final class Lines implements ArbitrarySupplier<String> {
        @Override
        public Arbitrary<String> get() {
            Arbitrary<String> lines = Arbitraries.of("a: 1", "- b: 2", "  c: 3", "---", "--- ", "---x", "...", "items:", "- ", "-",
                    "d: \"x",
                    "y\"", "e: |", "  text", "# note", "",
                    "f: [1,", "  2]", "kind: List", "&x g: *x", "%TAG ! !", "\t", "h:\t1", "'", "- k: >-", "  - l", "a".repeat(80),
                    "m: " + "n".repeat(70));
            return lines.list().ofMinSize(8).ofMaxSize(40).map(l -> String.join("\n", l) + "\n");
        }
    }
}
