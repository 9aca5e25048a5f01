package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.Scenario;
import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The very findings that manifests give come from a real API server that holds the same objects. */
class LiveScenariosTest {
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

    /** A live cluster is always complete; what is said of manifests alone cannot be asked of it. */
    static Stream<Scenario> scenarios() {
        return Scenario.all().filter(Scenario::complete);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_live_cluster_gives_the_findings_of_the_files(Scenario scenario) {
        Snapshot files = scenario.snapshot();
        List<Resource> applied = new ArrayList<>(files.resources());
        List<Finding> refused = new ArrayList<>();
        // The API server itself refuses what workload-selector-mismatch warns of; it can only be found in manifests.
        for (Finding f : run(files).findings()) {
            if (f.rule().equals("workload-selector-mismatch")) {
                refused.add(f);
                applied.removeIf(r -> r.ref().equals(f.object()));
            }
        }
        server.apply(applied);
        Snapshot read = ClusterReader.read(ClusterConnection.open(server.admin()),
                new ReadRequest(Optional.empty(), true, (kind, objects) -> {}));
        Mesh mesh = Mesh.of(read, Instant.now().plus(LATER));
        Diagnosis live = EXAMINATION.run(mesh, new Scope.Everything());
        assertTrue(live.findings().stream().allMatch(f -> f.location().isEmpty()), "live objects have no place in a file");
        List<Finding> all = new ArrayList<>(live.findings());
        all.addAll(refused);
        assertEquals(List.of(), scenario.compare(
                new Diagnosis(all, live.notChecked(), live.assumptions(), live.objects(), live.rules())));
        assertEquals(List.of(), scenario.compareWays(mesh, live));
        assertTrue(read.resources().stream().noneMatch(
                r -> Kind.of(r.ref().apiVersion(), r.ref().kind()).equals(Optional.of(Kind.SECRET))), "Secrets are not listed");
    }

    private static Diagnosis run(Snapshot snapshot) {
        return EXAMINATION.run(Mesh.of(snapshot, Instant.now().plus(LATER)), new Scope.Everything());
    }
}
