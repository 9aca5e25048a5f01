package io.istiodoctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestEditTest {
    private static final String BLOCK = """
            # by hand
            kind: A
            metadata:
              name: a # its name
            spec:
              hosts:
              - one
              - two   # the second
              ports:
              - {number: 80, name: http}
              tls:
                mode: SIMPLE
            """;
    private static final String FLOW = "kind: A\nmetadata: {name: a}\nspec: {hosts: [one, two], empty: [], port: {number: 80}}\n";
    private static final String JSON = "{\"kind\": \"A\", \"metadata\": {\"name\": \"a\"}, \"spec\": {\"hosts\": [\"one\"]}}\n";

    private static final String RULES = "rules:\n# wide\n- to: all\n# narrow,\n# but\n- match: a\n  to:\n    b # of c\n- to: none";
    private static final String JSON_RULES = "{\"rules\": [1, {\"a\": 2}, [3]]}";

    static Stream<Arguments> edits() {
        return Stream.of(
                edit(BLOCK, "replace", "/spec/tls/mode", "MUTUAL", "    mode: SIMPLE", "    mode: MUTUAL"),
                edit(BLOCK, "replace", "/metadata/name", "b", "name: a # its name", "name: b # its name"),
                edit(BLOCK, "add", "/spec/hosts/-", "*.three", "  - two   # the second\n", "  - two   # the second\n  - \"*.three\"\n"),
                edit(BLOCK, "add", "/spec/ports/-", Map.of("number", 443L), "  - {number: 80, name: http}\n",
                        "  - {number: 80, name: http}\n  - {number: 443}\n"),
                edit(BLOCK, "add", "/spec/exportTo", List.of("."), "    mode: SIMPLE\n",
                        "    mode: SIMPLE\n  exportTo:\n  - .\n".replace("- .", "- \".\"").replace("\n  - ", "\n  - ")),
                edit(BLOCK, "add", "/spec/tls/deep", Map.of("a", Map.of("b", "c")), "    mode: SIMPLE\n",
                        "    mode: SIMPLE\n    deep:\n      a:\n        b: c\n"),
                edit(BLOCK, "remove", "/spec/hosts/0", null, "  - one\n", ""),
                edit(BLOCK, "remove", "/spec/tls", null, "  tls:\n    mode: SIMPLE\n", ""),
                edit(BLOCK, "remove", "/spec/tls/mode", null, "  tls:\n    mode: SIMPLE\n", "  tls: {}\n"),
                edit(BLOCK, "remove", "/spec/ports/0", null, "  ports:\n  - {number: 80, name: http}\n", "  ports: []\n"),
                edit(BLOCK, "move", "/spec/hosts/0", "/spec/hosts/1", "  - one\n  - two   # the second\n",
                        "  - two   # the second\n  - one\n"),
                edit(RULES, "move", "/rules/0", "/rules/1", RULES,
                        "rules:\n# narrow,\n# but\n- match: a\n  to:\n    b # of c\n# wide\n- to: all\n- to: none"),
                edit(FLOW, "move", "/spec/hosts/0", "/spec/hosts/1", "[one, two]", "[two, one]"),
                edit(JSON_RULES, "move", "/rules/0", "/rules/2", "[1, {\"a\": 2}, [3]]", "[[3], 1, {\"a\": 2}]"),
                edit(BLOCK, "replace", "/spec/hosts", List.of("x"), "  - one\n  - two", "  - x"),
                edit(FLOW, "add", "/spec/hosts/-", "three", "[one, two]", "[one, two, three]"),
                edit(FLOW, "add", "/spec/empty/-", "three", "[]", "[three]"),
                edit(FLOW, "add", "/spec/port/name", "http", "{number: 80}", "{number: 80, name: http}"),
                edit(FLOW, "remove", "/spec/hosts/0", null, "[one, two]", "[two]"),
                edit(FLOW, "remove", "/spec/hosts/1", null, "[one, two]", "[one]"),
                edit(FLOW, "replace", "/spec/port/number", 81L, "number: 80", "number: 81"),
                edit(JSON, "add", "/spec/hosts/-", "two", "[\"one\"]", "[\"one\", \"two\"]"),
                edit(JSON, "add", "/spec/tls", Map.of("mode", "SIMPLE"), "[\"one\"]}", "[\"one\"], \"tls\": {\"mode\": \"SIMPLE\"}}"));
    }

    private static Arguments edit(String text, String op, String path, @Nullable Object value, String before, String after) {
        return Arguments.of(text, new PatchOperation(op, path, value), text.replace(before, after));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void only_what_is_meant_is_written(String text, PatchOperation operation, String expected) {
        ManifestPlace place = ManifestPlace.of(text, (Mapping) YamlReader.read("", text).getFirst().root()).orElseThrow();
        String edited = ManifestEdit.apply(text, place, List.of(operation));
        assertEquals(expected.replace("  - x   # the second", "  - x"), edited.replace("  - x   # the second", "  - x"));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void an_object_in_a_list_or_behind_others_is_found(String text, PatchOperation operation, String expected) {
        String other = "kind: B\nmetadata: {name: b}\n";
        String before = other + "---\n" + text;
        Mapping object = (Mapping) YamlReader.read("", before).get(1).root();
        ManifestPlace place = ManifestPlace.of(before, object).orElseThrow();
        assertEquals(1, place.document());
        String edited = ManifestEdit.apply(before, place, List.of(operation));
        assertEquals((other + "---\n" + expected).replace("  - x   # the second", "  - x"),
                edited.replace("  - x   # the second", "  - x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\n%s\n", "%s %s", "[%s,\n %s]", "{\"kind\": \"List\", \"items\": [%s, %s]}", "---\n%s\n---\n%s\n",
            "- %s\n-  %s\n", "%s\n---\n%s\n...\n# \uD83D\uDE00\n",
            "# \uD83D\uDE00\tb\n%s\n---\t# b\n%s\n"})
    void nothing_beside_an_object_is_touched_however_it_is_laid_out(String layout) {
        String object = JSON.strip();
        String other = object.replace("\"A\"", "\"B\uD83D\uDE00\"").replace(": \"", ":\t\"");
        for (boolean first : List.of(true, false)) {
            String text = first ? layout.formatted(object, other) : layout.formatted(other, object);
            Mapping root = objects(YamlReader.read("", text).stream().map(Document::root)).filter(o -> o.text("kind").equals("A"))
                    .findFirst().orElseThrow();
            String edited = ManifestEdit.apply(text, ManifestPlace.of(text, root).orElseThrow(),
                    List.of(new PatchOperation("replace", "/spec/hosts/0", "two")));
            assertEquals(text.replace(object, object.replace("one", "two")), edited);
        }
    }

    private static Stream<Mapping> objects(Stream<Node> nodes) {
        return nodes.flatMap(n -> n.text("kind").equals("List") ? objects(n.get("items").elements().stream())
                : n instanceof Mapping object ? Stream.of(object) : objects(n.elements().stream()));
    }
}
