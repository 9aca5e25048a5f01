package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Resource;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No shipped rule fails on any input: in the meshes of all tests of rules, and in those of healthy meshes, objects are taken away one by one, and values
 * are replaced by others that do not belong there. A sample, by a fixed seed; {@code -Dmutations=all} takes every object, and each value once.
 */
class RulesNeverFailTest {
    private static final long SEED = 20261126;
    private static final int SAMPLE = 300;
    private static final boolean ALL = "all".equals(System.getProperty("mutations"));

    private static final RuleSet RULES = RuleSet.load(List.of(Path.of("rules")));
    private static final Examination EXAMINATION = Examination.of(RULES, r -> false);

    /** A mesh, and where it comes from. */
    private record Origin(String name, Snapshot snapshot) {}

    private static List<Origin> meshes() throws IOException {
        List<Origin> meshes = new ArrayList<>();
        RULES.rules()
                .forEach(r -> RuleTest.cases(r).forEach(c -> meshes.add(new Origin(r.name() + ", " + c.name(), RuleTest.snapshot(c)))));
        try (Stream<Path> healthy = Files.walk(Path.of("src/test/resources/healthy"));
                Stream<Path> examples = Files.walk(Path.of("examples"))) {
            Stream.concat(healthy, examples).filter(f -> f.toString().endsWith(".yaml")).sorted()
                    .forEach(f -> meshes.add(new Origin(f.toString(),
                            ManifestSource.read(List.of(f.toString()),
                                    new ManifestOptions("default", true, InputStream.nullInputStream(), n -> {})))));
        }
        return meshes;
    }

    @Test
    void without_one_of_the_objects() throws IOException {
        List<Runnable> mutations = new ArrayList<>();
        meshes().forEach(m -> IntStream.range(0, m.snapshot.resources().size()).forEach(i -> mutations.add(() -> {
            String what = m.name + ", without " + m.snapshot.resources().get(i).ref();
            run(what, Mutation.without(m.snapshot, i));
        })));
        sample(mutations);
    }

    @Test
    void with_something_else_in_place_of_a_value() throws IOException {
        Random random = new Random(SEED);
        List<Runnable> mutations = new ArrayList<>();
        for (Origin m : meshes()) {
            for (int i = 0; i < m.snapshot.resources().size(); i++) {
                int index = i;
                Resource resource = m.snapshot.resources().get(i);
                for (List<Object> place : Mutation.places(resource)) {
                    var value = Mutation.WRONG.get(random.nextInt(Mutation.WRONG.size()));
                    mutations.add(() -> run(m.name + ", " + resource.ref() + " with " + value + " at " + place,
                            Mutation.replaced(m.snapshot, index, place, value)));
                }
            }
        }
        sample(mutations);
    }

    private static void sample(List<Runnable> mutations) {
        Random random = new Random(SEED);
        if (ALL) {
            mutations.forEach(Runnable::run);
        } else {
            random.ints(SAMPLE, 0, mutations.size()).forEach(i -> mutations.get(i).run());
        }
    }

    private static void run(String what, Snapshot snapshot) {
        Diagnosis diagnosis;
        try {
            diagnosis = EXAMINATION.run(Mesh.of(snapshot, RuleTest.NOW), new Scope.Everything());
        } catch (RuntimeException e) {
            throw new AssertionError(what + " (seed " + SEED + ")", e);
        }
        assertEquals(List.of(), diagnosis.notChecked().stream().filter(n -> n.reason().contains("expression failed")).toList(),
                what + " (seed " + SEED + ")");
    }
}
