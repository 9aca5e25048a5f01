package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.YamlReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/** What releases define, as {@code src/build/schemas/generate} writes it down: a line a kind, each read when it is first asked for. For many threads. */
final class BuiltInDefinitions {
    private static final String FILE = "/io/istiodoctor/schema/definitions.txt";

    /** Where the line of a kind is in the text. */
    private record Line(int start, int end) {}

    private final String text;
    private final Map<String, Line> lines = new HashMap<>();
    private final Map<String, Optional<Node>> read = new ConcurrentHashMap<>();

    private BuiltInDefinitions(String text) {
        this.text = text;
        int start = text.indexOf('\n') + 1;
        String[] index = text.substring(0, start - 1).split(" ");
        for (int i = 0; i < index.length; i += 2) {
            int end = start + Integer.parseInt(index[i + 1]);
            lines.put(index[i], new Line(start, end));
            start = end;
        }
    }

    static BuiltInDefinitions load() {
        try (InputStream in = open()) {
            return new BuiltInDefinitions(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // In a distribution they are beside the jar, whose opening takes longer than reading them.
    private static InputStream open() throws IOException {
        Path packed = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]).resolveSibling("definitions.gz");
        return Files.exists(packed) ? new GZIPInputStream(Files.newInputStream(packed))
                : BuiltInDefinitions.class.getResourceAsStream(FILE);
    }

    /** Whose definitions there are: kinds with their groups, {@code Gateway.networking.istio.io}, and what several kinds have in common. */
    Set<String> kinds() {
        return lines.keySet();
    }

    /** How a kind is defined: its schemas by version; empty for one that no release defines. */
    Optional<Node> of(String kind) {
        Line line = lines.get(kind);
        return line == null ? Optional.empty() : read.computeIfAbsent(kind, k -> parse(k, line));
    }

    private Optional<Node> parse(String kind, Line line) {
        return Optional.of(YamlReader.readWellFormed(kind, text.substring(line.start, line.end)));
    }
}
