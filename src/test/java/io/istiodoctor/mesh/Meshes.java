package io.istiodoctor.mesh;

import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Meshes out of manifests in a test's own text. */
public final class Meshes {
    private Meshes() {}

    /** The mesh of manifests that are the whole cluster. */
    public static Mesh complete(String manifests) {
        return of(manifests, true);
    }

    /** The mesh of manifests that may be a part of something larger. */
    public static Mesh partial(String manifests) {
        return of(manifests, false);
    }

    private static Mesh of(String manifests, boolean complete) {
        var text = new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8));
        return Mesh.of(ManifestSource.read(List.of("-"), new ManifestOptions("default", complete, text, n -> {})),
                Instant.parse("2026-11-20T00:00:00Z"));
    }
}
