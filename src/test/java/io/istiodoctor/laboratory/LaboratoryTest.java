package io.istiodoctor.laboratory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that istio-doctor says of recorded meshes is what istiod's own code and a real Envoy did there. Every difference is argued, or
 * known to be open; none is listed that is gone. {@code -Dlaboratory.rewrite=true} writes the open ones anew, and every run leaves
 * them in words in target/laboratory.txt. {@code -Dlaboratory.meshes=DIR} judges other meshes, which {@code laboratory/record} made.
 */
class LaboratoryTest {
    private static final Optional<Path> OTHERS = Optional.ofNullable(System.getProperty("laboratory.meshes")).map(Path::of);
    private static List<Comparison> all;

    @BeforeAll
    static void judge(@TempDir Path meshes) throws IOException {
        List<RecordedMesh> recorded = OTHERS.isPresent() ? RecordedMesh.in(OTHERS.get()) : RecordedMesh.all(meshes);
        all = recorded.stream().flatMap(m -> Judge.of(m).stream()).toList();
        Files.write(Path.of("target", "laboratory.txt"), all.stream().filter(c -> !c.agrees()).map(Comparison::toString).toList());
        if (Boolean.getBoolean("laboratory.rewrite")) {
            Set<String> argued = Differences.argued().keySet();
            Differences.rewrite(all.stream().filter(c -> !c.agrees()).map(Comparison::key).filter(k -> !argued.contains(k)).toList());
        }
        Map<String, List<Comparison>> groups = all.stream()
                .collect(Collectors.groupingBy(Comparison::group, TreeMap::new, Collectors.toList()));
        groups.forEach((group, those) -> System.out.println(group + ": " + agreeing(those) + " of " + those.size()));
        System.out.println("laboratory: " + agreeing(all) + " of " + all.size() + " agree");
    }

    private static long agreeing(List<Comparison> comparisons) {
        return comparisons.stream().filter(Comparison::agrees).count();
    }

    @Test
    void every_difference_is_known() throws IOException {
        Set<String> argued = Differences.argued().keySet();
        Set<String> open = Differences.open();
        List<Comparison> fresh = all.stream().filter(c -> !c.agrees() && !argued.contains(c.key()) && !open.contains(c.key())).toList();
        assertEquals("", lines(fresh), "istio-doctor says what is not so");
    }

    @Test
    void no_difference_is_listed_that_is_gone() throws IOException {
        assumeTrue(OTHERS.isEmpty(), "the lists are of the project's own meshes");
        Set<String> differing = all.stream().filter(c -> !c.agrees()).map(Comparison::key).collect(Collectors.toSet());
        List<String> gone = java.util.stream.Stream.concat(Differences.argued().keySet().stream(), Differences.open().stream())
                .filter(k -> !differing.contains(k)).toList();
        assertEquals(List.of(), gone, "mended: take them off the list, -Dlaboratory.rewrite=true does it");
    }

    @Test
    void every_exception_is_argued() throws IOException {
        String document = Files.readString(Path.of("docs", "laboratory.md"));
        Differences.argued().values()
                .forEach(r -> assertTrue(document.contains("### " + r + "\n"), "docs/laboratory.md does not argue " + r));
        assertTrue(OTHERS.isPresent() || Differences.argued().size() * 200 < all.size(),
                "more than one exception in two hundred comparisons");
    }

    private static String lines(List<Comparison> comparisons) {
        return comparisons.stream().map(Comparison::toString).collect(Collectors.joining("\n"));
    }
}
