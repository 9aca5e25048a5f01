package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.istiodoctor.model.UserError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static String error(byte[] bytes) {
        return assertThrows(UserError.class, () -> Utf8.decode("a.yaml", bytes)).getMessage();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_byte_order_mark_is_dropped() {
        assertEquals("a: é", Utf8.decode("a.yaml", "\uFEFFa: é".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_replacement_character_itself_is_text() {
        assertEquals("a: \uFFFD", Utf8.decode("a.yaml", "a: \uFFFD".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void utf_16_is_refused_in_either_order() {
        assertEquals("a.yaml: UTF-16 text; save it as UTF-8", error("\uFEFFa: b".getBytes(StandardCharsets.UTF_16BE)));
        assertEquals("a.yaml: UTF-16 text; save it as UTF-8", error("\uFEFFa: b".getBytes(StandardCharsets.UTF_16LE)));
    }

    @Test
    void a_byte_that_is_no_utf_8_is_named_with_its_place() {
        assertEquals("a.yaml:2:5: byte 0xE9 (byte 10 of the file) is not valid UTF-8; save the file as UTF-8",
                error(latin1("a: x\nb: y\u00e9z")));
        assertEquals("a.yaml:1:100004: byte 0xC3 (byte 100004 of the file) is not valid UTF-8; save the file as UTF-8",
                error(latin1("a: " + "x".repeat(100_000) + "\u00c3")));
    }
}
