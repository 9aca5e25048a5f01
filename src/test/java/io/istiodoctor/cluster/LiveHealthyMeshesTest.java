package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Severity;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Meshes that work give no error and no warning in a real API server either, with its own roles and its own fields in every object. */
class LiveHealthyMeshesTest {
    /** What is created now must not count as just created. */
    private static final Duration LATER = Duration.ofMinutes(10);
    private static final Examination EXAMINATION = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.shared();
    }

    @AfterEach
    void clean() {
        server.deleteAll();
    }

    static Stream<Path> meshes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/healthy"))) {
            return files.filter(f -> !webhooks(f)).sorted().toList().stream();
        }
    }

    /** An API server would ask istiod's webhook before it makes a pod, and there is no istiod here. */
    private static boolean webhooks(Path mesh) {
        try {
            return Files.readString(mesh).contains("kind: MutatingWebhookConfiguration");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("meshes")
    void nothing_is_wrong_in_a_cluster(Path file) {
        Snapshot files = ManifestSource.read(List.of(file.toString()),
                new ManifestOptions("default", true, InputStream.nullInputStream(), n -> { }));
        // The server has definitions of its own.
        server.apply(files.resources().stream().filter(r -> Kind.of(r.ref().apiVersion(), r.ref().kind()).filter(k -> k != Kind.CUSTOM_RESOURCE_DEFINITION).isPresent()).toList());
        Snapshot live = ClusterReader.read(ClusterConnection.open(server.admin()), new ReadRequest(Optional.empty(), true, (kind, objects) -> { }));
        assertEquals(List.of(), EXAMINATION.run(Mesh.of(live, Instant.now().plus(LATER)), new Scope.Everything()).findings().stream()
                .filter(f -> f.severity() != Severity.INFO).map(f -> f.rule() + " " + f.object() + ": " + f.message()).toList());
    }
}
