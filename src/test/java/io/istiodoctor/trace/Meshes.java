package io.istiodoctor.trace;

import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Meshes for tests. Findings decide nothing of a way, and cost more than all else: the ways have them where they are asked for. */
public final class Meshes {
    private static final Diagnosis NOTHING_FOUND = new Diagnosis(List.of(), List.of(), List.of(), 0, 0);

    // Rules are read when the first test asks for them.
    private static final class Rules {
        private static final Examination ALL = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);
    }

    private final Mesh mesh;
    private final boolean told;
    private final AtomicReference<Diagnosis> judged = new AtomicReference<>();

    private Meshes(Mesh mesh, boolean told) {
        this.mesh = mesh;
        this.told = told;
    }

    public static Meshes of(String manifests) {
        return of(List.of("-"), true, manifests);
    }

    public static Meshes of(List<String> inputs, boolean complete, String standardInput) {
        var options = new ManifestOptions("default", complete,
                new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)), n -> {});
        return new Meshes(Mesh.of(ManifestSource.read(inputs, options), Instant.now()), false);
    }

    /** The same with what rules say beside its ways. */
    public Meshes withFindings() {
        return new Meshes(mesh, true);
    }

    public Mesh mesh() {
        return mesh;
    }

    /** What every rule says of it. */
    public Diagnosis diagnosis() {
        return judged.updateAndGet(d -> d == null ? Rules.ALL.run(mesh, new Scope.Everything()) : d);
    }

    private Diagnosis beside() {
        return told ? diagnosis() : NOTHING_FOUND;
    }

    public Trace trace(String url) {
        return trace(url, TraceRequest.Options.NONE);
    }

    public Trace trace(String url, TraceRequest.Options options) {
        return trace(TraceRequest.parse(url, options));
    }

    public Trace trace(TraceRequest request) {
        return new Tracer(mesh, proxies(), beside()).trace(request);
    }

    public List<UrlRow> urls() {
        return Urls.of(mesh, proxies(), this::beside, new Scope.Everything());
    }

    public Proxies proxies() {
        return Proxies.of(mesh);
    }
}
