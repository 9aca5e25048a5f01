package io.istiodoctor.schema.admission;

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

/** What releases define, as {@code src/build/schemas/generate} writes it down: each kind read when it is first asked for. For many threads. */
final class BuiltInDefinitions {
    private static final String FILE = "/io/istiodoctor/schema/definitions.txt";

    /** Where the lines of a kind are in the text. */
    private record Lines(int start, int end) {}

    private final String text;
    private final Map<String, Lines> lines = new HashMap<>();
    private final Map<String, Optional<BuiltInDefinition>> read = new ConcurrentHashMap<>();

    private BuiltInDefinitions(String text) {
        this.text = text;
        int start = text.indexOf('\n') + 1;
        String[] index = text.substring(0, start - 1).split(" ");
        for (int i = 0; i < index.length; i += 2) {
            int end = start + Integer.parseInt(index[i + 1]);
            lines.put(index[i], new Lines(start, end));
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

    /** How a kind is defined; empty for one that no release defines. */
    Optional<BuiltInDefinition> of(String kind) {
        Lines found = lines.get(kind);
        return found == null ? Optional.empty()
                : read.computeIfAbsent(kind, k -> Optional.of(new BuiltInDefinition(k, text.substring(found.start, found.end))));
    }
}
