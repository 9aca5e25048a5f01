package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.SourceText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Assume;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ConfidentialLinesTest {
    @Test
    void lines_of_secrets_are_confidential_and_their_neighbours_are_not() {
        assertLines("[4, 5, 6]", "kind: Service", "metadata: {name: Secret}", "---", "kind: Secret", "data:", "  a: b", "---",
                "kind: Service");
        assertLines("[3, 4, 5]", "kind: List", "items:", "- stringData: {a: b}", "  metadata: {name: a}", "  kind: \"Secret\"",
                "- kind: Service", "  spec: {}");
        assertLines("[2]", "[{\"kind\": \"Service\"},", "{\"k\\u0069nd\": \"Secr\\u0065t\"},", "{\"kind\": \"Pod\"}]");
    }

    @Test
    void documents_end_at_markers_alone() {
        assertLines("[1, 2, 3, 4]", "data: \"x", "---y\"", "kind: Secret", "a: b", "---", "kind: Service");
        assertLines("[3]", "--- {kind: Service}", "--- [", "  {kind: Secret}", "]", "---");
    }

    @Test
    void the_kind_may_be_written_in_disguise() {
        assertLines("[1, 2]", "kind: \"\\x53ecret\"", "data: x");
        assertLines("[1, 2, 3]", "kind: \"Sec\\", "  ret\"", "data: x");
        assertLines("[1, 2]", "kind: SecretList", "items: []");
        assertLines("", "kind: Pod", "spec: {imagePullSecrets: [{name: \"a\\\"b\"}], note: SecretsOfThePast}");
    }

    @Test
    void texts_of_many_lines_are_confidential_to_their_end() {
        assertLines("[1, 2, 3, 4, 5]", "kind: Secret", "stringData:", "  a: |", "    b", "    c");
        assertLines("[3, 4]", "a: \"\u2028 b\u0085 \"", "---", "{kind: Secret,\r data: x}", "---");
        assertLines("[1, 2, 3, 4]", "stringData: {a: \"b", "  c", "  d\"}", "kind: Secret", "---", "kind: Service");
    }

    @Test
    void what_may_be_one_is_taken_for_one() {
        assertLines("[1, 2, 3, 4]", "a: &a {kind: Secret}", "b: {", "  <<: *a, data: x", "  }", "c: d");
        assertLines("[1, 2, 3]", "a: &a Secret", "kind: *a", "data: b");
        // Neither JSON nor YAML.
        assertTrue(ConfidentialLines.of("{\"kind\": \"Secret\"}\n{]\n").get(2));
        assertEquals(10, ConfidentialLines.of("Secret: [").cardinality() - 1);
    }

    @Test
    void json_is_read_as_json() {
        // Values without separators are no YAML.
        assertLines("[1]", "{\"kind\": \"Secret\"}", "{}");
        assertLines("[3, 4, 5, 6, 7]", "{\"kind\": \"List\", \"items\": [", "{\"kind\": \"Pod\"},", "{\t\"data\": {", "\"a\": [1, {},",
                "true]", "},", "\"kind\": \"Secret\"},", "{\"kind\": \"Service\"}]}");
        assertLines("[2, 3, 4]", "[", "{\"kind\":", "{\"a\": 1}", "},", "{\"kinds\": \"Secret\", \"a\": \"kind\"}]");
    }

    /** What is JSON and YAML both is told alike by both ways. */
    @Property
    void json_is_told_as_the_library_tells_it(@ForAll("json") String text) {
        BitSet own = new BitSet();
        assertTrue(ConfidentialJson.read(text, own), text);
        assertEquals(ConfidentialLines.of("---\n" + text).toString(),
                own.stream().map(l -> l + 1).boxed().toList().toString().replace('[', '{').replace(']', '}'), text);
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> leaves = Arbitraries.of("\"Secret\"", "\"SecretList\"", "\"Pod\"", "1", "null", "{}", "[]", "\"\\u0053ecret\"");
        Arbitrary<String> keys = Arbitraries.of("\"kind\"", "\"data\"", "\"k\\u0069nd\"");
        return Arbitraries.recursive(() -> leaves, inner -> Arbitraries.oneOf(
                Combinators.combine(keys, inner, inner).as((k, a, b) -> "{\n" + k + ": " + a + ",\n\"b\": " + b + "\n}"),
                Combinators.combine(inner, inner).as((a, b) -> "[" + a + ",\n " + b + "]")), 1, 4)
                .map(t -> "{\"a\": " + t + ",\n\"z\": \"Secret\"}\n");
    }

    /** Lines that are asked for one by one, in any order, are those of the whole text. */
    @Property
    void documents_are_told_as_the_whole_is(@ForAll("documents") List<String> lines, @ForAll Random order) {
        String text = String.join("\n", lines) + "\n";
        BitSet all = ConfidentialLines.of(text);
        // Of what cannot be read as a whole, nothing is told by the whole.
        Assume.that(all.cardinality() <= lines.size());
        SourceText.Hiding hiding = ConfidentialLines.hiding(text);
        List<Integer> asked = new ArrayList<>(IntStream.rangeClosed(1, lines.size()).boxed().toList());
        Collections.shuffle(asked, order);
        asked.forEach(line -> assertEquals(all.get(line),
                hiding.hides(line, lines.subList(0, line - 1).stream().mapToInt(l -> l.length() + 1).sum()), line + " of\n" + text));
    }

    @Provide
    Arbitrary<List<String>> documents() {
        return Arbitraries
                .of("---", "---", "--- {kind: Secret}", "kind: Secret", "kind: Pod", "data: x", "a:", "- b: |", "    ---", "- kind: Secret",
                        "- \"Se\\", "  cret\"", "%TAG ! a:", "# \u2028", "{\"kind\": \"Secret\"}")
                .list().ofMaxSize(12);
    }

    @Test
    void a_document_that_cannot_be_read_is_hidden_as_a_whole() {
        String text = "kind: Pod\n---\nkind: Secret\na: [\n---\nkind: Service\n";
        SourceText.Hiding hiding = ConfidentialLines.hiding(text);
        assertFalse(hiding.hides(1, 0));
        assertTrue(hiding.hides(2, text.indexOf("---")));
        assertTrue(hiding.hides(4, text.indexOf("a:")));
        assertFalse(hiding.hides(6, text.lastIndexOf("kind")));
    }

    private static void assertLines(String expected, String... lines) {
        assertEquals(expected.replaceAll("[\\[\\]]", ""),
                ConfidentialLines.of(String.join("\n", lines) + "\n").toString().replaceAll("[{}]", ""));
    }
}
