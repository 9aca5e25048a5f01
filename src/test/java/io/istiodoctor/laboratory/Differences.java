package io.istiodoctor.laboratory;

import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The differences that are known: those that are argued, each with the heading of docs/laboratory.md that argues it, and those
 * that wait to be mended.
 */
final class Differences {
    private static final Path FOLDER = Path.of("src", "test", "resources", "laboratory");
    private static final Path ARGUED = FOLDER.resolve("exceptions.yaml");
    static final Path OPEN = FOLDER.resolve("open.txt");

    private Differences() {}

    /** Comparisons' keys to the headings that argue them. */
    static Map<String, String> argued() throws IOException {
        Map<String, String> argued = new LinkedHashMap<>();
        for (Node reason : YamlReader.read(ARGUED.toString(), Files.readString(ARGUED)).getFirst().root().elements()) {
            reason.get("where").elements().forEach(w -> argued.put(w.text().orElseThrow(), reason.text("reason")));
        }
        return argued;
    }

    /** The keys of comparisons that are known to be wrong. */
    static Set<String> open() throws IOException {
        return Files.exists(OPEN) ? new TreeSet<>(Files.readAllLines(OPEN)) : Set.of();
    }

    /** Writes the list of what is known to be wrong anew. */
    static void rewrite(List<String> keys) throws IOException {
        Files.write(OPEN, keys);
    }
}
