package io.istiodoctor.bench;

import io.istiodoctor.engine.Examination;
import io.istiodoctor.generated.GeneratedMesh;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.rule.BuiltRules;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Resolving a mesh, and asking all rules of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class MeshBenchmark {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    /** How large the mesh is. */
    @Param({"3000", "6000"})
    public int objects;

    private Snapshot snapshot;
    private Proxies proxies;
    private Examination examination;

    /** Reads a mesh and makes the rules ready, as they were compiled when the tool was built. */
    @Setup
    public void read() {
        byte[] text = new GeneratedMesh(objects, false).manifests().collect(Collectors.joining("---\n")).getBytes(StandardCharsets.UTF_8);
        snapshot = ManifestSource.read(List.of("-"), new ManifestOptions("default", true, new ByteArrayInputStream(text), n -> {}));
        proxies = resolve();
        Path rules = Path.of("rules");
        examination = Examination.of(RuleSet.load(BuiltRules.of(rules).orElseGet(() -> RuleSet.load(List.of(rules)).rules()), List.of()),
                r -> false);
    }

    /** The mesh, and what its proxies are told. */
    @Benchmark
    public Proxies resolve() {
        return Proxies.of(Mesh.of(snapshot, NOW));
    }

    /** All rules. */
    @Benchmark
    public Diagnosis evaluate() {
        return examination.run(proxies, new io.istiodoctor.engine.Scope.Everything(), false);
    }
}
