package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Severity;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private static final Set<String> WEBHOOKS = Set.of(Kind.MUTATING_WEBHOOK.kind(), Kind.VALIDATING_WEBHOOK.kind());
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.shared();
    }

    @AfterEach
    void clean() {
        server.deleteAll();
        // This one stays, and with it what a mesh has said of it.
        server.apply(Json.resources("{apiVersion: v1, kind: Namespace, metadata: {name: default}}"));
    }

    static Stream<Path> meshes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/healthy"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("meshes")
    void nothing_is_wrong_in_a_cluster(Path file) {
        Snapshot files = ManifestSource.read(List.of(file.toString()),
                new ManifestOptions("default", true, InputStream.nullInputStream(), n -> {}));
        // The server has definitions of its own.
        List<Resource> all = files.resources().stream()
                .filter(r -> Kind.of(r.ref().apiVersion(), r.ref().kind()).filter(k -> k != Kind.CUSTOM_RESOURCE_DEFINITION).isPresent())
                .toList();
        all.stream().flatMap(r -> Kind.of(r.ref().apiVersion(), r.ref().kind()).stream()).distinct().filter(k -> !served(k))
                .forEach(k -> server.define(definition(k)));
        server.apply(all.stream().filter(r -> !WEBHOOKS.contains(r.ref().kind())).toList());
        // The server asks a webhook before it makes a pod, and there is no istiod here: nothing is made after them.
        server.apply(all.stream().filter(r -> WEBHOOKS.contains(r.ref().kind())).toList());
        Snapshot live = ClusterReader.read(ClusterConnection.open(server.admin()),
                new ReadRequest(Optional.empty(), true, (kind, objects) -> {}));
        assertEquals(List.of(), EXAMINATION.run(Mesh.of(live, Instant.now().plus(LATER)), new Scope.Everything()).findings().stream()
                .filter(f -> f.severity() != Severity.INFO).map(f -> f.rule() + " " + f.object() + ": " + f.message()).toList());
    }

    private static boolean served(Kind kind) {
        return kind.versions().stream().anyMatch(v -> server.serves(Paths.list(kind, v, "")));
    }

    /** The least that a server needs to store objects of a kind. */
    private static JsonObject definition(Kind kind) {
        return Json.yaml(
                """
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: %s, annotations: {api-approved.kubernetes.io: "unapproved, for tests"}}
                        spec:
                          group: %s
                          scope: %s
                          names: {kind: %s, plural: %s}
                          versions:
                          - {name: %s, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
                        """
                        .formatted(kind.resourceName(), kind.group(), kind.namespaced() ? "Namespaced" : "Cluster", kind.kind(),
                                kind.plural(), kind.versions().getFirst()))
                .getFirst();
    }
}
