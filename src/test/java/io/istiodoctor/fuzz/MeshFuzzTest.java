package io.istiodoctor.fuzz;

import io.istiodoctor.model.Node;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MeshFuzzTest {
    @Test
    void objects_of_any_shape_are_judged_and_followed() {
        Cases.run("structural mutations of manifests", random -> {
            List<Node> documents = new Mutant(random, Corpus.mesh(random)).of(Corpus.mesh(random));
            judge(documents.stream().map(Json::of).collect(Collectors.joining("\n---\n")).getBytes(StandardCharsets.UTF_8), random);
        });
    }

    @Test
    void texts_that_are_damaged_anywhere_are_read_or_refused() {
        Cases.run("mutations of manifests' bytes", random -> judge(DamagedBytes.of(Corpus.text(random), random), random));
    }

    private static void judge(byte[] manifests, RandomGenerator random) {
        var options = new ManifestOptions("default", random.nextBoolean(), new ByteArrayInputStream(manifests), n -> {});
        EveryCommand.run(ManifestSource.read(List.of("-"), options), random);
    }
}
