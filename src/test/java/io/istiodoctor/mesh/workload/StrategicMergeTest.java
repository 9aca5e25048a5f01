package io.istiodoctor.mesh.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.yaml.YamlReader;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a patch does to an object, as Kubernetes has it. */
class StrategicMergeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {a: 1, b: {c: 2}}                              | {b: {d: 3}}                                   | {a: 1, b: {c: 2, d: 3}}
            {a: 1, b: 2}                                   | {a: null}                                     | {b: 2}
            {a: {b: 1, c: 2}}                              | {a: {b: 3, $patch: replace}}                  | {a: {b: 3}}
            {a: {b: 1}, c: 2}                              | {a: {$patch: delete}}                         | {c: 2}
            {args: [a, b]}                                 | {args: [c]}                                   | {args: [c]}
            {containers: [{name: a, image: x}]}            | {containers: [{name: a, tty: y}, {name: b}]}  | {containers: [{name: a, image: x, tty: y}, {name: b}]}
            {ports: [{port: 80}, {port: 81}]}              | {ports: [{port: 81, $patch: delete}]}         | {ports: [{port: 80}]}
            {ports: [{port: 80, name: a}]}                 | {ports: [{port: 80, name: b}, {port: 443}]}   | {ports: [{port: 80, name: b}, {port: 443}]}
            {ports: [{port: 80}]}                          | {ports: [{port: 1}, {$patch: replace}]}       | {ports: [{port: 1}]}
            """)
    void a_patch(String object, String patch, String expected) {
        assertEquals(text(node(expected)), text(StrategicMerge.apply(node(object), node(patch))));
    }

    private static Node node(String yaml) {
        return YamlReader.read("a row", yaml).getFirst().root();
    }

    private static String text(Node node) {
        return switch (node) {
            case Mapping m -> new TreeMap<>(m.fields()).entrySet().stream().map(e -> e.getKey() + ": " + text(e.getValue())).toList()
                    .toString();
            case Sequence s -> s.elements().stream().map(StrategicMergeTest::text).toList().toString();
            default -> node.text().orElse("null");
        };
    }
}
