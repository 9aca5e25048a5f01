package io.istiodoctor.trace;

import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What response codes and Envoy's response flags mean, and which rules look for their causes: the data of flags.yaml. */
public final class ResponseFlags {
    /**
     * A code or flag.
     *
     * @param name "503" or "UH"
     * @param title what it stands for
     * @param meaning what happened, in a few sentences
     * @param rules names of rules that look for causes; some may not be part of a given set of rules
     */
    public record Meaning(String name, String title, String meaning, List<String> rules) {
        public Meaning {
            rules = List.copyOf(rules);
        }
    }

    private ResponseFlags() {}

    /** Every code and flag, in the order of the file. */
    public static List<Meaning> all() {
        try (InputStream in = ResponseFlags.class.getResourceAsStream("flags.yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Meaning> all = new ArrayList<>();
            YamlReader.read("flags.yaml", text).getFirst().root().fields().forEach((name, node) -> all.add(new Meaning(name,
                    node.text("title"), node.text("meaning"), texts(node.get("rules")))));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> texts(Node list) {
        return list.elements().stream().flatMap(n -> n.text().stream()).toList();
    }

    /** Whether a text is made of codes and flags, {@code 503}, {@code UH}, {@code 503 UH}, {@code 404,NR}, or is a line with words or codes that are known. */
    public static boolean understands(String text) {
        return !explain(text).isEmpty();
    }

    /** The meaning of each code and flag of a text, in its order, or of what a pasted line says; empty when that is not known. */
    public static List<Meaning> explain(String text) {
        List<Meaning> all = all();
        List<Meaning> found = new ArrayList<>();
        for (String word : text.strip().toUpperCase(Locale.ROOT).split("[\\s,/]+")) {
            Optional<Meaning> meaning = all.stream().filter(m -> m.name().equals(word)).findFirst();
            if (meaning.isEmpty()) {
                return PastedLine.explain(text);
            }
            found.add(meaning.get());
        }
        return found;
    }
}
