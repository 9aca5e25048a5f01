package io.istiodoctor.laboratory;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A mesh in which real requests were sent, as the laboratory records it: cluster.yaml, requests.jsonl and gateways.json in a
 * folder that is named FAMILY-SEED.
 */
record RecordedMesh(Path folder) {
    /** The families in which nothing is wrong. */
    static final Set<String> SOUND = Set.of("healthy", "sound");
    /** Where the recorded meshes of the project are: one archive a family. */
    private static final Path ARCHIVES = Path.of("src", "test", "resources", "laboratory");

    /** All meshes of the project, unpacked into this folder, in the order of their names. */
    static List<RecordedMesh> all(Path into) throws IOException {
        try (Stream<Path> archives = Files.list(ARCHIVES)) {
            archives.filter(a -> a.toString().endsWith(".zip")).forEach(a -> unpack(a, into));
        }
        return in(into);
    }

    /** The meshes of this folder, in the order of their names. */
    static List<RecordedMesh> in(Path meshes) throws IOException {
        try (Stream<Path> folders = Files.list(meshes)) {
            return folders.sorted().map(RecordedMesh::new).toList();
        }
    }

    private static void unpack(Path archive, Path into) {
        try (InputStream in = Files.newInputStream(archive); ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = into.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(archive.toString(), e);
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    /** Which generator made it: outside, inside, api, healthy, ... */
    String family() {
        return name().substring(0, name().indexOf('-'));
    }

    String manifest() {
        return folder.resolve("cluster.yaml").toString();
    }

    /** The requests with what came back, each as its member "truth". */
    List<JsonObject> requests() {
        return text("requests.jsonl").orElse("").lines().filter(l -> !l.isBlank())
                .map(l -> JsonParser.parseString(l).getAsJsonObject()).toList();
    }

    /** What istiod told each gateway's pod; empty where the mesh has none. */
    Optional<JsonArray> gateways() {
        return text("gateways.json").map(t -> JsonParser.parseString(t).getAsJsonArray());
    }

    private Optional<String> text(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
