package io.istiodoctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Small meshes, each with tables of what is so there: NAME.yaml in src/test/resources/tables, and beside it NAME.TOPIC.txt.
 * {@code -Dtables.write=true} writes the tables anew.
 */
public final class Tables {
    private static final Path FOLDER = Path.of("src/test/resources/tables");

    private Tables() {}

    /** The names of the meshes. */
    public static Stream<String> meshes() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".yaml")).map(f -> f.substring(0, f.length() - 5))
                    .sorted().toList().stream();
        }
    }

    /** A mesh, as a whole cluster. */
    public static Mesh mesh(String name) {
        return Mesh.of(ManifestSource.read(List.of(FOLDER.resolve(name + ".yaml").toString()),
                new ManifestOptions("default", true, InputStream.nullInputStream(), n -> {})), Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** The table of a mesh as it is written. */
    public static String read(String name, String topic) throws IOException {
        Path file = file(name, topic);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Holds what is so against the table. */
    public static void check(String name, String topic, String actual) throws IOException {
        String expected = read(name, topic);
        if (Boolean.getBoolean("tables.write") && !actual.equals(expected)) {
            Files.writeString(file(name, topic), actual);
        } else {
            assertEquals(expected, actual, () -> file(name, topic) + "; where the new one is right: -Dtables.write=true writes it");
        }
    }

    private static Path file(String name, String topic) {
        return FOLDER.resolve(name + "." + topic + ".txt");
    }
}
