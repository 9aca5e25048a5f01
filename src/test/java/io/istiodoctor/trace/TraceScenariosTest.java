package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The scenarios beside the checkout: which URLs they must have, and where a request of each URL must stop. */
class TraceScenariosTest {
    private static final Path FOLDER = Path.of("../shared/scenarios");

    @Test
    void the_scenarios_are_there() {
        assumeTrue(Files.isDirectory(FOLDER), FOLDER + " is not beside the checkout; its scenarios are not run");
        assertTrue(Files.isRegularFile(FOLDER.resolve("bookinfo/expect.yaml")));
    }

    @TestFactory
    Stream<DynamicTest> every_scenario() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return Stream.empty();
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(FOLDER)) {
            files = found.map(f -> f.resolve("expect.yaml")).filter(Files::isRegularFile).sorted().toList();
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files) {
            Node expect = YamlReader.read(file.toString(), Files.readString(file)).getFirst().root();
            if (expect.get("urls").isPresent() || expect.get("trace").isPresent()) {
                Meshes meshes = meshes(file, expect);
                String name = file.getParent().getFileName().toString();
                expect.get("urls").elements().forEach(e -> tests.add(DynamicTest.dynamicTest(name + " has " + e.text("url"),
                        () -> url(meshes, e))));
                expect.get("trace").elements().forEach(e -> tests.add(DynamicTest.dynamicTest(name + " traces " + e.text("url"),
                        () -> trace(meshes, e))));
            }
        }
        return tests.stream();
    }

    private static Meshes meshes(Path file, Node expect) {
        List<String> inputs = expect.get("inputs").elements().stream()
                .map(i -> file.resolveSibling(i.text().orElseThrow()).normalize().toString()).toList();
        return Meshes.of(inputs, !expect.text("complete").equals("false"), "");
    }

    private static void url(Meshes meshes, Node expected) {
        List<UrlRow> rows = meshes.urls();
        assertTrue(rows.stream().anyMatch(r -> r.url().equals(expected.text("url")) && r.to().equals(expected.text("to"))
                && (expected.text("address").isEmpty() || r.address().orElse("").equals(expected.text("address")))), rows::toString);
    }

    private static void trace(Meshes meshes, Node expected) {
        Trace trace = meshes.trace(expected.text("url"));
        assertEquals(expected.text("verdict") + " " + expected.text("at"), trace.verdict().label() + " "
                + (expected.text("at").isEmpty() ? "" : trace.at().map(Stage::label).orElse("nowhere")), trace::toString);
        expected.get("says").elements().forEach(s -> assertTrue(trace.toString().contains(s.text().orElseThrow()),
                s + " is not in " + trace));
    }
}
