package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar.Type;
import io.istiodoctor.model.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonParserTest {
    private static Node root(String json) {
        return YamlReader.read("a.json", json).getFirst().root();
    }

    private static String error(String json) {
        return assertThrows(SyntaxError.class, () -> YamlReader.read("a.json", json)).getMessage();
    }

    @Test
    void tabs_are_white_space_and_count_as_one_column() {
        Node root = root("{\n\t\"é😀\": \"😀\",\t\"b\":\t[1,\n\t2]\n}\n");
        assertEquals(new Mark(1, 1), root.mark());
        assertEquals(new Mark(2, 2), assertInstanceOf(Mapping.class, root).key("é😀"));
        assertEquals(new Mark(2, 8), root.get("é😀").mark());
        assertEquals(new Mark(2, 18), root.get("b").mark());
        assertEquals(new Mark(3, 2), root.get("b").elements().get(1).mark());
    }

    @Test
    void values_may_follow_one_another_with_and_without_separators() {
        List<Document> documents = YamlReader.read("-", "{\"a\":1}{\"a\":2}\r\n[]\r\n---\r\n{\t\"a\": 3}\n---\n");
        assertEquals(4, documents.size());
        assertEquals("3", documents.get(3).root().text("a"));
        assertEquals(new Mark(4, 1), documents.get(3).mark());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"true, BOOLEAN", "false, BOOLEAN", "null, NULL", "0, NUMBER", "-1.5e+3, NUMBER",
            "\"yes\", STRING", "\"80\", STRING"})
    void types_are_those_of_json(String json, Type type) {
        assertEquals(type, assertInstanceOf(Scalar.class, root("{\"a\":\t" + json + "}").get("a")).type());
    }

    @Test
    void escapes_are_resolved_and_half_pairs_replaced() {
        assertEquals("\"\\/\b\f\n\r\té😀\uFFFDx", root("""
                {"a":\t"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\uDE00\\ud83dx"}""").text("a"));
    }

    @Test
    void flow_yaml_that_is_no_json_is_read_as_yaml() {
        assertEquals("b", root("{a: b}").text("a"));
        assertEquals("d", YamlReader.read("a.yaml", "{\"a\": b}\n---\nc: d\n").get(1).root().text("c"));
        assertEquals("1", root("{\"a\": 1, # comment\n}").text("a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":\\t1 "b": 2}       | 1:9: expected ',' or '}' here, because of the '{' on line 1
            {"a"\\t1}               | 1:6: expected ':' after the key "a"
            {"a":\\t["1" 2]}        | 1:12: expected ',' or ']' here, because of the '[' on line 1
            {"a":\\t1,\\n"a": 2}    | 2:1: the key "a" stands twice in the same mapping, first on line 1
            {"a":\\tyes, b          | 1:7: expected a JSON value; texts need double quotes
            {"a":\\t"x              | 1:7: the quote that begins here is not closed on its line
            {"a":\\t"\\\\d", x      | 1:8: an unknown escape in a JSON string; a single backslash is written \\\\\\\\
            {"a":\\t"\\\\u12", x    | 1:12: \\\\u takes four hexadecimal digits
            {"a":\\t                | 1:7: the text ends here, in the middle of a JSON value
            {"a":\\t1}\\n}          | 2:1: expected a JSON value
            {"a":\\t1,              | 1:9: the text ends here, in the middle of a JSON value
            """)
    void mistakes_are_told_with_their_place(String json, String message) {
        assertEquals("a.json:" + message.translateEscapes(), error(json.translateEscapes()));
    }

    @Test
    void nesting_is_limited() {
        assertEquals("a.json:1:101: nested deeper than 100 levels", error("[".repeat(1_000_000)));
    }
}
