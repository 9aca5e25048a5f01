package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Severity;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Meshes that work, as people deploy them, give no error and no warning: neither as a whole nor as a part of more. */
class HealthyMeshesTest {
    private static final Examination EXAMINATION = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);

    static Stream<Arguments> meshes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/healthy"))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList().stream()
                    .flatMap(f -> Stream.of(arguments(f, true), arguments(f, false)));
        }
    }

    @ParameterizedTest
    @MethodSource("meshes")
    void nothing_is_wrong(String file, boolean complete) {
        String path = Path.of("src/test/resources/healthy", file).toString();
        var options = new ManifestOptions("default", complete, InputStream.nullInputStream(), n -> {});
        Mesh mesh = Mesh.of(ManifestSource.read(List.of(path), options), Instant.parse("2026-11-20T00:00:00Z"));
        assertEquals(List.of(), EXAMINATION.run(mesh, new Scope.Everything()).findings().stream()
                .filter(f -> f.severity() != Severity.INFO).toList());
    }
}
