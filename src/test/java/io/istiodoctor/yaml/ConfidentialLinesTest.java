package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConfidentialLinesTest {
    @Test
    void lines_of_secrets_are_confidential_and_their_neighbours_are_not() {
        assertLines("[4, 5, 6]", "kind: Service", "metadata: {name: Secret}", "---", "kind: Secret", "data:", "  a: b", "---", "kind: Service");
        assertLines("[3, 4, 5]", "kind: List", "items:", "- stringData: {a: b}", "  metadata: {name: a}", "  kind: \"Secret\"", "- kind: Service", "  spec: {}");
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
        // JSON values without separators are no YAML.
        assertTrue(ConfidentialLines.of("{\"kind\": \"Secret\"}\n{}\n").get(2));
        assertEquals(10, ConfidentialLines.of("Secret: [").cardinality() - 1);
    }

    private static void assertLines(String expected, String... lines) {
        assertEquals(expected.replaceAll("[\\[\\]]", ""), ConfidentialLines.of(String.join("\n", lines) + "\n").toString().replaceAll("[{}]", ""));
    }
}
