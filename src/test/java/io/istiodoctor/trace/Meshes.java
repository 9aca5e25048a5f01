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

/** Meshes for tests, with what every rule says of them. */
public record Meshes(Mesh mesh, Diagnosis diagnosis) {
    private static final Examination RULES = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);

    public static Meshes of(String manifests) {
        return of(List.of("-"), true, manifests);
    }

    public static Meshes of(List<String> inputs, boolean complete, String standardInput) {
        var options = new ManifestOptions("default", complete,
                new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)), n -> {});
        Mesh mesh = Mesh.of(ManifestSource.read(inputs, options), Instant.now());
        return new Meshes(mesh, RULES.run(mesh, new Scope.Everything()));
    }

    public Trace trace(String url) {
        return trace(url, TraceRequest.Options.NONE);
    }

    public Trace trace(String url, TraceRequest.Options options) {
        return new Tracer(mesh, proxies(), diagnosis).trace(TraceRequest.parse(url, options));
    }

    public Trace trace(TraceRequest request) {
        return new Tracer(mesh, proxies(), diagnosis).trace(request);
    }

    public List<UrlRow> urls() {
        return Urls.of(mesh, proxies(), () -> diagnosis, new Scope.Everything());
    }

    public Proxies proxies() {
        return Proxies.of(mesh);
    }
}
