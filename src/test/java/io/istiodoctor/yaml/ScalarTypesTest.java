package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar.Type;
import io.istiodoctor.model.Scalar;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarTypesTest {
    private static Scalar read(String yaml) {
        return (Scalar) YamlReader.read("a.yaml", "v: " + yaml).getFirst().root().get("v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"})
    void every_spelling_of_true_is_true(String text) {
        assertEquals(Type.BOOLEAN, read(text).type());
        assertTrue(read(text).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"})
    void every_spelling_of_false_is_false(String text) {
        assertEquals(Optional.of("false"), read(text).text());
        assertEquals(Type.BOOLEAN, read(text).type());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
    void every_spelling_of_null_is_no_value(String text) {
        assertEquals(Type.NULL, read(text).type());
        assertFalse(read(text).isPresent());
    }

    @ParameterizedTest
    @CsvSource({"80, 80", "-1, -1", "0, 0", "080, 080", "010, 8", "0o17, 15", "0x1F, 31", "0b101, 5", "1_000, 1000",
            "+80, 80", "-0x10, -16", "1.10, 1.10", "1e3, 1e3", ".5, .5", "5., 5.", "-1.5E-3, -1.5E-3", ".inf, .inf",
            "-.INF, -.INF", ".nan, .nan", "99999999999999999999, 99999999999999999999"})
    void numbers_are_numbers_and_integers_are_decimal(String text, String value) {
        assertEquals(Type.NUMBER, read(text).type());
        assertEquals(value, read(text).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tRUE", "yEs", "nULL", "1.2.3", "1:30", "2026-01-31", "2026-01-31T10:00:00Z", "10.0.0.1", "0x",
            "+", ".", "..", "1a", "_1", "80/TCP", "-e", "=", "v1", "1e", "0b2", "0xg", "1.e", "Y y"})
    void what_only_resembles_a_number_or_a_boolean_is_text(String text) {
        assertEquals(Type.STRING, read(text).type());
        assertEquals(text, read(text).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"80\"", "'80'", "|\n  80", ">-\n  80", "!!str 80", "! 80", "!custom 80", "!!binary 80"})
    void quotes_blocks_and_string_tags_make_text(String yaml) {
        assertEquals(Type.STRING, read(yaml).type());
        assertEquals("80", read(yaml).value().strip());
    }

    @Test
    void a_tag_makes_a_quoted_text_a_number_or_a_boolean() {
        assertEquals(Type.NUMBER, read("!!int '80'").type());
        assertEquals(Type.BOOLEAN, read("!!bool 'yes'").type());
    }

    @Test
    void keys_are_texts_as_kubernetes_converts_them() {
        Node root = YamlReader.read("a.yaml", "8080: a\non: b\n0x10: c\n'on': d\n").getFirst().root();
        assertEquals("[8080, true, 16, on]", root.fields().keySet().toString());
    }
}
