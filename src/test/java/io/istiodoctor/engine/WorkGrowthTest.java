package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.istiodoctor.generated.GeneratedMesh;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.model.Severity;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.vocabulary.SubjectType;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twice as large a mesh is twice as much work, for all rules together: counted, because time says little on a busy machine. */
class WorkGrowthTest {
    private static final Examination EXAMINATION = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);
    /** Twice the objects, and a little for maps and lists that grow in steps. */
    private static final double MOST = 2.2;

    /**
     * What a mesh costs.
     *
     * @param lookups how often a field of an object was looked up, or the fields were gone through
     * @param evaluations how many subjects rules are asked of
     * @param bytes of memory that were used on the way; whatever goes through lists of lists shows there
     */
    private record Work(long lookups, long evaluations, long bytes) {}

    private static final class Counted extends AbstractMap<String, Node> {
        private final Map<String, Node> fields;
        private final LongAdder lookups;

        Counted(Map<String, Node> fields, LongAdder lookups) {
            this.fields = fields;
            this.lookups = lookups;
        }

        @Override
        public Node get(Object name) {
            lookups.increment();
            return fields.get(name);
        }

        @Override
        public boolean containsKey(Object name) {
            lookups.increment();
            return fields.containsKey(name);
        }

        @Override
        public Set<Entry<String, Node>> entrySet() {
            lookups.add(fields.size());
            return fields.entrySet();
        }
    }

    private static Node counted(Node node, LongAdder lookups) {
        return switch (node) {
            case Mapping mapping -> {
                Map<String, Node> fields = new LinkedHashMap<>();
                mapping.fields().forEach((name, value) -> fields.put(name, counted(value, lookups)));
                yield new Mapping(new Counted(fields, lookups), mapping.keys(), mapping.mark());
            }
            case Sequence list -> new Sequence(list.elements().stream().map(e -> counted(e, lookups)).toList(), list.mark());
            default -> node;
        };
    }

    private static Work work(GeneratedMesh generated) {
        byte[] text = generated.manifests().collect(Collectors.joining("---\n")).getBytes(StandardCharsets.UTF_8);
        Snapshot read = ManifestSource.read(List.of("-"), new ManifestOptions("default", true, new ByteArrayInputStream(text), n -> {}));
        LongAdder lookups = new LongAdder();
        Snapshot snapshot = new Snapshot(
                read.resources().stream().map(r -> new Resource(r.ref(), (Mapping) counted(r.root(), lookups), r.origin())).toList(),
                read.coverage(), read.secrets(), read.live(), read.defaultNamespace());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getTotalThreadAllocatedBytes();
        Proxies proxies = Proxies.of(Mesh.of(snapshot, Instant.parse("2030-01-01T00:00:00Z")));
        Diagnosis diagnosis = EXAMINATION.run(proxies, new Scope.Everything(), false);
        long bytes = threads.getTotalThreadAllocatedBytes() - before;
        TreeSet<String> found = diagnosis.findings().stream().filter(f -> f.severity() != Severity.INFO)
                .map(f -> f.rule() + " " + f.object().name())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(generated.planted(), found);
        long evaluations = Arrays.stream(SubjectType.values()).mapToLong(t -> t.of(proxies).size()).sum();
        return new Work(lookups.sum(), evaluations, bytes);
    }

    @ParameterizedTest(name = "{0} objects in namespaces of {1} applications")
    @CsvSource({"1100, 50", "1100, 100000"})
    void twice_the_objects_are_twice_the_work(int objects, int team) {
        // What is made once for all meshes is made here.
        work(new GeneratedMesh(120, team, false));
        Work small = work(new GeneratedMesh(objects, team, false));
        Work large = work(new GeneratedMesh(2 * objects, team, false));
        assertTrue(large.lookups < MOST * small.lookups, small + " became " + large);
        assertTrue(large.evaluations < MOST * small.evaluations, small + " became " + large);
        assertTrue(large.bytes < MOST * small.bytes, small + " became " + large);
    }
}
