package io.istiodoctor.proxy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.mesh.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Meshes with what istiod told each sidecar of incoming traffic: chains with their filters for roles and tokens, and clusters.
 *
 * @param told by "namespace/pod"; "gateway" for the ingress gateway's pod
 * @param requests that pods really sent, each with what came back as its member "truth"
 */
public record RecordedSidecars(String name, Proxies proxies, Map<String, JsonObject> told, String trustDomain,
        List<JsonObject> requests) {
    private static final Path ARCHIVE = Path.of("src", "test", "resources", "sidecars", "policies.zip");

    /** All recorded meshes; those of a folder where the system property {@code sidecars} names one. */
    public static List<RecordedSidecars> all() {
        String folder = System.getProperty("sidecars", "");
        try {
            if (!folder.isEmpty()) {
                return read(Path.of(folder));
            }
            try (FileSystem archive = FileSystems.newFileSystem(ARCHIVE)) {
                return read(archive.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RecordedSidecars> read(Path root) throws IOException {
        List<RecordedSidecars> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.sorted().toList()) {
                if (Files.exists(folder.resolve("inbound.json"))) {
                    found.add(read(folder, folder.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private static RecordedSidecars read(Path folder, String name) throws IOException {
        Map<String, JsonObject> told = new TreeMap<>();
        JsonParser.parseString(Files.readString(folder.resolve("inbound.json"))).getAsJsonObject().asMap().forEach((pod, t) -> {
            if (t.isJsonObject()) {
                told.put(pod, t.getAsJsonObject());
            }
        });
        var mesh = Meshes.complete(Files.readString(folder.resolve("cluster.yaml")));
        String domain = mesh.config().mesh().text("trustDomain");
        return new RecordedSidecars(name, new Proxies(mesh, List.of()), told, domain.isEmpty() ? "cluster.local" : domain,
                Files.readString(folder.resolve("requests.jsonl")).lines().map(l -> JsonParser.parseString(l).getAsJsonObject())
                        .filter(r -> r.has("truth")).toList());
    }

    /** The pod that a name of {@link #told} means. */
    public Workload pod(String name) {
        if (name.equals("gateway")) {
            return proxies.gatewayPods().getFirst();
        }
        String[] parts = name.split("/");
        return Optional.of(parts).flatMap(p -> proxies.endpoints().pods().named(p[0], p[1])).orElseThrow();
    }
}
