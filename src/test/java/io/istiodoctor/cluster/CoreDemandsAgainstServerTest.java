package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.schema.admission.Admission;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects of Kubernetes' own kinds, one field of each changed: what a real API server says of them is what is said here. */
class CoreDemandsAgainstServerTest {
    private static final List<JsonElement> VALUES = List.of(new JsonPrimitive(""), new JsonPrimitive("Upper"),
            new JsonPrimitive("two words"), new JsonPrimitive("-x"),
            new JsonPrimitive("under_score"), new JsonPrimitive("a.b"), new JsonPrimitive("exactly-fifteen"),
            new JsonPrimitive("exactly-sixteen-"), new JsonPrimitive("more-than-fifteen"),
            new JsonPrimitive("a".repeat(64)), new JsonPrimitive("a".repeat(254)), new JsonPrimitive("80"), new JsonPrimitive("8080-x"),
            new JsonPrimitive("a--b"), new JsonPrimitive("10.0.0.1"),
            new JsonPrimitive("*.example.com"), new JsonPrimitive("ab"), new JsonPrimitive(0), new JsonPrimitive(-1), new JsonPrimitive(53),
            new JsonPrimitive(31000), new JsonPrimitive(65536),
            new JsonPrimitive(1.5), new JsonPrimitive(4294967296L), new JsonPrimitive(true), new JsonArray(), new JsonObject());
    private static final Admission ADMISSION = new Admission(Optional.empty(), List.of());
    /** What a rule of its own tells, workload-selector-mismatch. */
    private static final String OF_A_RULE = "does not match template";
    /** Of those that the server refuses, how many are told at least. */
    private static final double TOLD = 0.98;
    private static final Examination NODE_PORTS = Examination.of(RuleSet.load(List.of(Path.of("rules/exposure"))), r -> false);
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.shared();
        // What is demanded is what servers of today demand; an old one knows some of the fields not at all.
        Assumptions.assumeTrue(server.serves("/apis/batch/v1/cronjobs"), "a server that does not serve batch/v1's CronJob");
    }

    private record Case(String name, JsonObject object) {}

    @Test
    void the_same_objects_are_refused() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (JsonObject base : Json.yaml(Files.readString(Path.of("src/test/resources/core-objects.yaml")))) {
            Optional<String> verdict = server.refusal(base);
            assertEquals(Optional.empty(), verdict, base.toString());
            assertEquals("", flaws(base), base.toString());
            changed(base, List.of(), base, cases);
        }
        Map<String, String> wronglyRefused = new LinkedHashMap<>();
        List<String> missed = new ArrayList<>();
        int refused = 0;
        List<Optional<String>> verdicts = Parallel.map(cases, c -> server.refusal(c.object));
        for (int i = 0; i < cases.size(); i++) {
            String told = flaws(cases.get(i).object);
            if (verdicts.get(i).isEmpty() && !told.isEmpty()) {
                wronglyRefused.put(cases.get(i).name, told);
            } else if (verdicts.get(i).filter(v -> !v.contains(OF_A_RULE)).isPresent() && told.isEmpty()) {
                missed.add(cases.get(i).name + ": " + verdicts.get(i).get());
            }
            refused += verdicts.get(i).isPresent() ? 1 : 0;
        }
        assertTrue(cases.size() > 3000 && refused > 1000, cases.size() + " cases, " + refused + " refused");
        assertEquals(Map.of(), wronglyRefused, "refused here only");
        assertTrue(missed.size() <= (1 - TOLD) * refused, missed.size() + " of " + refused + " are not told: " + missed);
    }

    @ParameterizedTest
    @CsvSource({"80, 30000", "29999, 30001", "30000, 30000", "30000, 30001", "32767, 32766", "32767, 32768"})
    void the_same_node_ports_are_refused(int first, int second) {
        String service = """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: default}
                spec: {type: NodePort, ports: [{port: 80, nodePort: %d}]}
                """;
        String both = service.formatted("first", first) + "---\n" + service.formatted("second", second);
        List<String> refused = Json.yaml(both).stream().filter(s -> server.creation(s).isPresent())
                .map(s -> s.getAsJsonObject("metadata").get("name").getAsString()).toList();
        server.deleteAll();
        Mesh mesh = Mesh.of(
                ManifestSource.read(List.of("-"),
                        new ManifestOptions("default", true, new ByteArrayInputStream(both.getBytes(StandardCharsets.UTF_8)), n -> {})),
                Instant.now());
        assertEquals(refused,
                NODE_PORTS.run(mesh, new Scope.Everything()).findings().stream().filter(f -> f.rule().startsWith("node-port-"))
                        .map(f -> f.object().name()).toList());
    }

    /** An object once for each change of a part, and of all below it. */
    private static void changed(JsonObject base, List<Object> path, JsonElement part, List<Case> cases) {
        if (!path.isEmpty() && path.getFirst() instanceof String first && List.of("apiVersion", "kind").contains(first)
                || path.equals(List.of("metadata", "namespace"))) {
            return;
        }
        if (!path.isEmpty() && !path.equals(List.of("metadata")) && !path.equals(List.of("metadata", "name"))) {
            cases.add(new Case(name(base, path) + " removed", with(base, path, Optional.empty())));
        }
        switch (part) {
            case JsonObject object -> object.entrySet().forEach(e -> changed(base, below(path, e.getKey()), e.getValue(), cases));
            case JsonArray list -> {
                for (int i = 0; i < list.size(); i++) {
                    changed(base, below(path, i), list.get(i), cases);
                }
                JsonArray twice = list.deepCopy();
                list.forEach(twice::add);
                cases.add(new Case(name(base, path) + " twice", with(base, path, Optional.of(twice))));
            }
            default -> VALUES.forEach(v -> cases.add(new Case(name(base, path) + " = " + v, with(base, path, Optional.of(v)))));
        }
    }

    private static List<Object> below(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static String name(JsonObject base, List<Object> path) {
        return base.get("kind").getAsString() + " " + base.getAsJsonObject("metadata").get("name").getAsString() + " " + path;
    }

    private static JsonObject with(JsonObject base, List<Object> path, Optional<JsonElement> value) {
        JsonObject copy = base.deepCopy();
        JsonElement at = copy;
        for (Object step : path.subList(0, path.size() - 1)) {
            at = step instanceof String field ? at.getAsJsonObject().get(field) : at.getAsJsonArray().get((Integer) step);
        }
        switch (path.getLast()) {
            case String field when value.isPresent() -> at.getAsJsonObject().add(field, value.get());
            case String field -> at.getAsJsonObject().remove(field);
            case Integer element when value.isPresent() -> at.getAsJsonArray().set(element, value.get());
            case Integer element -> at.getAsJsonArray().remove(element.intValue());
            default -> throw new AssertionError(path);
        }
        return copy;
    }

    /** What is told of an object that it is refused for; empty where nothing is. */
    private static String flaws(JsonObject object) {
        Mapping root = (Mapping) YamlReader.read("object.json", object.toString()).getFirst().root();
        ObjectRef ref = new ObjectRef(root.text("apiVersion"), root.text("kind"), root.get("metadata").text("namespace"),
                root.get("metadata").text("name"));
        List<String> told = ADMISSION.flaws(new Resource(ref, root, new Origin.Cluster())).stream().filter(f -> f.sort().refused())
                .map(f -> f.path() + " " + f.sort() + " " + f.wanted()).toList();
        return String.join(", ", told);
    }
}
