package io.istiodoctor.trace;

import io.istiodoctor.model.Node;
import io.istiodoctor.trace.ResponseFlags.Meaning;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words by which clients, proxies and logs tell one thing: an entry of phrases.yaml.
 *
 * @param name what the thing is called
 * @param says parts of lines that tell it, in lower case
 * @param meaning what it means; empty where its codes say all
 * @param codes response codes and flags that mean the same
 * @param alone whether nothing else of a line counts that says it
 * @param unless names of phrases, earlier in the file, beside which it says nothing more
 */
record Phrase(String name, List<String> says, Optional<Meaning> meaning, List<String> codes, boolean alone, List<String> unless) {
    /** All of them, in the order of the file. */
    static List<Phrase> all() {
        try (InputStream in = Phrase.class.getResourceAsStream("phrases.yaml")) {
            List<Phrase> all = new ArrayList<>();
            YamlReader.read("phrases.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8)).getFirst().root().fields()
                    .forEach((name, node) -> all.add(of(name, node)));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Phrase of(String name, Node node) {
        Optional<Meaning> meaning = node.get("meaning").isPresent()
                ? Optional.of(new Meaning(name, node.text("title"), node.text("meaning"), ResponseFlags.texts(node.get("rules"))))
                : Optional.empty();
        List<String> codes = node.get("codes").isPresent() ? List.of(node.text("codes").split("[ ,]")) : List.of();
        return new Phrase(name, ResponseFlags.texts(node.get("says")), meaning, codes, node.text("alone").equals("true"),
                ResponseFlags.texts(node.get("unless")));
    }

    /** Whether a line, in lower case, says it. */
    boolean isIn(String line) {
        return says.stream().anyMatch(line::contains);
    }
}
