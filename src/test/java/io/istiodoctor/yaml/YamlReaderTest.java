package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
    private static Node root(String yaml) {
        return YamlReader.read("a.yaml", yaml).getFirst().root();
    }

    private static String error(String yaml) {
        return assertThrows(SyntaxError.class, () -> YamlReader.read("a.yaml", yaml)).getMessage();
    }

    private static Mark key(Node mapping, String field) {
        return assertInstanceOf(Mapping.class, mapping).key(field);
    }

    @Test
    void block_style_has_places() {
        Node root = root("""
                # a comment
                spec:
                  ports:
                  - port: 80
                    name: "http"
                  -   port: 443
                  text: |
                    one
                """);
        Node ports = root.get("spec").get("ports");
        assertEquals(new Mark(3, 3), key(root.get("spec"), "ports"));
        assertEquals(new Mark(4, 3), ports.mark());
        assertEquals(new Mark(4, 5), ports.elements().get(0).mark());
        assertEquals(new Mark(4, 11), ports.elements().get(0).get("port").mark());
        assertEquals(new Mark(5, 11), ports.elements().get(0).get("name").mark());
        assertEquals(new Mark(6, 7), ports.elements().get(1).mark());
        assertEquals(new Mark(7, 9), root.get("spec").get("text").mark());
        assertEquals("one\n", root.get("spec").text("text"));
    }

    @Test
    void flow_style_has_places() {
        Node root = root("a: {b: [1,\n  {c: d}], e: f}\n");
        assertEquals(new Mark(1, 4), root.get("a").mark());
        assertEquals(new Mark(1, 8), root.get("a").get("b").mark());
        assertEquals(new Mark(1, 9), root.get("a").get("b").elements().get(0).mark());
        assertEquals(new Mark(2, 3), root.get("a").get("b").elements().get(1).mark());
        assertEquals(new Mark(2, 12), key(root.get("a"), "e"));
        assertEquals(new Mark(2, 15), root.get("a").get("e").mark());
    }

    @Test
    void columns_count_code_points() {
        Node root = root("{ \"é😀\": x, k: z }\n");
        assertEquals(new Mark(1, 9), root.get("é😀").mark());
        assertEquals(new Mark(1, 12), key(root, "k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u2028", "\u2029", "\u0085", "\uFEFF"})
    void lines_are_those_of_editors_not_those_of_yaml(String unusual) {
        Node root = root("a: \"x" + unusual + "y\"\nb: {c: \"" + unusual + "\", d: e}\n");
        assertEquals(new Mark(2, 1), key(root, "b"));
        assertEquals(new Mark(2, 16), root.get("b").get("d").mark());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void every_line_end_is_understood(String end) {
        Node root = root(String.join(end, "a:", "  b: 1", "  c: |", "    x", "    y", "d: 2", ""));
        assertEquals("x\ny\n", root.get("a").text("c"));
        assertEquals(new Mark(6, 4), root.get("d").mark());
    }

    @Test
    void documents_keep_their_own_places_and_anchors() {
        List<Document> documents = YamlReader.read("a.yaml", "a: &x 1\n---\nb: 2\n---\n# nothing\n---\nc: 3\n...\n");
        assertEquals(4, documents.size());
        assertEquals(new Mark(3, 1), documents.get(1).mark());
        assertFalse(documents.get(2).root().isPresent());
        assertEquals(new Mark(7, 4), documents.get(3).root().get("c").mark());
        assertEquals("a.yaml:3:4: the alias has no anchor of its name before it; a text that begins with * needs quotes",
                error("a: &x 1\n---\nb: *x\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n"})
    void a_text_without_content_has_no_documents(String text) {
        assertEquals(List.of(), YamlReader.read("a.yaml", text));
    }

    @Test
    void aliases_are_the_anchored_node_with_its_place() {
        Node root = root("a: &x {k: v}\nb: *x\nc: [*x]\n");
        assertSame(root.get("a"), root.get("b"));
        assertEquals(new Mark(1, 8), key(root.get("c").elements().getFirst(), "k"));
    }

    @Test
    void what_is_written_out_goes_before_what_is_merged_and_the_first_merged_before_the_others() {
        Node root = root("""
                one: &one {a: 1, b: 1, c: 1}
                two: &two {b: 2, c: 2, d: 2}
                all:
                  <<: [*one, *two]
                  c: 3
                """);
        Node all = root.get("all");
        assertEquals("1 1 3 2", String.join(" ", all.text("a"), all.text("b"), all.text("c"), all.text("d")));
        assertEquals(new Mark(1, 18), key(all, "b"));
        assertEquals(new Mark(5, 3), key(all, "c"));
        assertEquals(List.of("c", "a", "b", "d"), List.copyOf(all.fields().keySet()));
    }

    @Test
    void a_quoted_merge_key_is_a_key() {
        assertEquals("x", root("'<<': x\n").text("<<"));
    }

    @Test
    void many_fields_are_kept_in_order() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            yaml.append("k").append(39 - i).append(": ").append(i).append('\n');
        }
        Node root = root(yaml.toString());
        assertEquals("k39", root.fields().keySet().iterator().next());
        assertEquals("17", root.text("k22"));
        assertSame(Absent.ABSENT, root.get("k40"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '`', textBlock = """
            key:\\tvalue            @ value
            key: \\tvalue           @ value
            key:\\t\\t"value"\\t\\t  @ value
            key: value\\t# comment  @ value
            key:\\t'a\\tb'          @ a\\tb
            key:\\t|\\n  a\\tb:\\tc   @ a\\tb:\\tc
            """)
    void tabs_between_tokens_are_white_space(String yaml, String value) {
        assertEquals(value.translateEscapes(), root(yaml.translateEscapes()).text("key"));
    }

    @Test
    void so_many_tabs_that_reading_would_hang_are_refused() {
        assertEquals("a.yaml:1:3: too many tabs up to here; use spaces",
                error("a:\tb\n" + ("# " + "x".repeat(1_000_000) + "\n").repeat(33)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a:\\n\\tb: 1            | 2:1: a tab is used for indentation; YAML allows only spaces there
            -\\ta                   | 1:2: a tab is used for indentation; YAML allows only spaces there
            a: 1\\nb: 2\\na: 3      | 3:1: the key "a" stands twice in the same mapping, first on line 1
            a: {b: 1, b: 1}         | 1:11: the key "b" stands twice in the same mapping, first on line 1
            "a\\\\nb": 1\\n"a\\\\nb": 2  | 2:1: the key "a b" stands twice in the same mapping, first on line 1
            a: *x                   | 1:4: the alias has no anchor of its name before it; a text that begins with * needs quotes
            a: &x [*x]              | 1:8: the alias *x stands inside its own anchor
            <<: 1                   | 1:1: the merge key << takes a mapping or a list of mappings
            a: {{ .Values.x }}      | 1:5: a key must be a text, not { } or [ ]; if this is a value, quote it
            ~: a                    | 1:1: a key is missing or null; if it is meant as text, quote it
            a: 'x\\nb: 1            | 1:4: the quote that begins here is never closed
            a: [1,\\n2\\nb: 3       | 3:2: expected ',' or ']' here, because of the '[' on line 1
            a: {b                   | 1:6: expected ',' or '}' here, because of the '{' on line 1
            a: @b                   | 1:4: a value cannot begin with '@'; put it in quotes
            a: b: c                 | 1:5: no 'key: value' is allowed here; check the indentation, and quote values that contain ': '
            a: - b                  | 1:4: no list entry is allowed here; begin it on a line of its own
            a:\\n  b: 1\\n c: 2     | 3:2: this does not fit what stands before it; check the indentation and the quotes
            "a": 1\\n"b" 2          | 2:1: expected ': ' after this key
            a: "\\\\d"              | 1:6: '\\\\d' is no escape sequence; write '\\\\\\\\d' or use single quotes
            """)
    void mistakes_are_told_in_one_plain_line(String yaml, String message) {
        assertEquals("a.yaml:" + message.translateEscapes(), error(yaml.translateEscapes()));
    }

    @Test
    void control_characters_are_refused_with_their_place() {
        assertEquals("a.yaml:2:5: a NUL character; this is a binary file, or text that is not UTF-8", error("a: b\nc: 😀\0"));
        assertEquals("a.yaml:1:4: the control character U+001B; only tab and line ends are allowed", error("a: \u001b[31m"));
        assertEquals("a.yaml:1:4: the control character U+009B; only tab and line ends are allowed", error("a: \u009b"));
    }

    @Test
    void an_alias_bomb_is_refused_at_once() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
        }
        assertEquals("a.yaml:7:10: aliases repeat more than a million nodes up to here; write them out, or split the file",
                error(bomb.toString()));
    }

    @Test
    void nesting_is_limited_also_through_aliases() {
        assertEquals(100, depth(root("[".repeat(100) + "]".repeat(100) + " # yaml")));
        assertEquals("a.yaml:1:101: nested deeper than 100 levels", error("[".repeat(101) + "]".repeat(101)));
        assertEquals("a.yaml:1:201: nested deeper than 100 levels", error("- ".repeat(100_000)));
        StringBuilder chain = new StringBuilder("- &a0 [x]\n");
        for (int i = 1; i < 200; i++) {
            chain.append("- &a%d [*a%d]\n".formatted(i, i - 1));
        }
        assertEquals("a.yaml:100:9: nested deeper than 100 levels", error(chain.toString()));
    }

    @Test
    void a_line_that_no_object_can_have_is_refused() {
        assertEquals("a.yaml:2:1: this line has more than two million characters; no Kubernetes object is that large",
                error("a: 1\nb: " + "x".repeat(2_000_000)));
    }

    private static int depth(Node node) {
        return node.elements().isEmpty() ? 1 : 1 + depth(node.elements().getFirst());
    }
}
