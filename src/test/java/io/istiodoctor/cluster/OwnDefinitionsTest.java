package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real API server's own definitions are what objects are held against, newer and older ones than any release's. */
class OwnDefinitionsTest {
    private static final Examination EXAMINATION = Examination.of(RuleSet.load(List.of(Path.of("rules/schema"))), r -> false);
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.shared();
    }

    @AfterEach
    void clean() {
        server.deleteAll();
    }

    @Test
    void a_field_that_no_release_knows_is_known_where_the_cluster_has_it() {
        String object = telemetry("sampling: {mode: Tail}");
        server.define(read(definition("sampling: {type: object, properties: {mode: {type: string, enum: [Head, Tail]}}}")).resources()
                .getFirst());
        server.apply(read(object).resources());
        assertEquals(List.of(), findings(live()));
        // The same file is unknown to every release, and known beside the definitions of that cluster.
        assertEquals(List.of("WARNING field-unknown spec.sampling"), findings(read(object)));
        assertEquals(List.of(), findings(together(definitions(), read(object))));
    }

    @Test
    void what_an_older_definition_lacks_is_told_though_the_newest_release_has_it() {
        server.define(read(definition("metrics: {type: array, items: {type: object, x-kubernetes-preserve-unknown-fields: true}}"))
                .resources().getFirst());
        String object = telemetry("accessLogging: [{disabled: true}]");
        assertEquals(List.of(), findings(read(object)));
        assertEquals(List.of("WARNING field-unknown spec.accessLogging"), findings(together(definitions(), read(object))));
    }

    @Test
    void a_stored_object_is_told_that_its_replaced_definition_no_longer_takes() {
        server.define(read(definition("sampling: {type: object, properties: {mode: {type: string, enum: [Head, Tail]}}}")).resources()
                .getFirst());
        server.apply(read(telemetry("sampling: {mode: Tail}")).resources());
        server.define(read(definition(
                "sampling: {type: object, required: [rate], properties: {rate: {type: integer}, mode: {type: string, enum: [Head]}}}"))
                .resources().getFirst());
        assertEquals(List.of("WARNING value-invalid spec.sampling.mode", "WARNING value-invalid spec.sampling.rate"), findings(live()));
        // It stays a part of the mesh: it is stored, whatever its definition says now.
        assertEquals(List.of(), List.copyOf(Mesh.of(live(), Instant.now()).refused()));
    }

    private static String definition(String field) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: telemetries.telemetry.istio.io}
                spec:
                  group: telemetry.istio.io
                  scope: Namespaced
                  names: {kind: Telemetry, plural: telemetries, singular: telemetry}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            description: a telemetry
                            type: object
                            properties:
                              %s
                """.formatted(field);
    }

    private static String telemetry(String field) {
        return """
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: all, namespace: shop}
                spec:
                  %s
                """.formatted(field);
    }

    private static Snapshot live() {
        return ClusterReader.read(ClusterConnection.open(server.admin()), new ReadRequest(Optional.empty(), true, ProgressListener.NONE));
    }

    private static Snapshot read(String manifests) {
        return ManifestSource.read(List.of("-"),
                new ManifestOptions("default", true, new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)), n -> {}));
    }

    private static List<Resource> definitions() {
        return live().resources().stream().filter(r -> r.ref().kind().equals(Kind.CUSTOM_RESOURCE_DEFINITION.kind())).toList();
    }

    private static Snapshot together(List<Resource> definitions, Snapshot files) {
        return new Snapshot(Stream.concat(definitions.stream(), files.resources().stream()).toList(), files.coverage(), files.secrets(),
                false, "default");
    }

    private static List<String> findings(Snapshot snapshot) {
        return EXAMINATION.run(Mesh.of(snapshot, Instant.now()), new Scope.Everything()).findings().stream()
                .map(f -> f.severity() + " " + f.rule() + " " + f.field()).toList();
    }
}
