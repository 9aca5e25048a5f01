package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, it is read or refused in one line, and every place lies in the text. */
class UntrustedTextTest {
    private static final String[] PIECES = {"a", "b", ":", ": ", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ",", "\"",
            "'", "|", ">", "&x ", "*x ", "<<: ", "!!int ", "!", "? ", "#", "\t", "\r\n", "\r", "\\", "\\u00", "\\UFFFFFFFF", "%YAML 1.1\n",
            "---\n", "...\n", "😀", "\u2028", "\uFEFF", "1", "0x", "-", "+2", "{{ .x }}", "\0", "~", "null", "\"a\":", "%", "@", "`"};

    @Test
    void any_text_is_read_or_refused_with_a_place_in_it() {
        Random random = new Random(20_261_120);
        int read = 0;
        for (int i = 0; i < 60_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int pieces = 1 + random.nextInt(14); pieces > 0; pieces--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            read += readOrRefuse(text.toString()) ? 1 : 0;
        }
        assertTrue(read > 5_000, "too few texts were readable to mean anything: " + read);
    }

    private static boolean readOrRefuse(String text) {
        try {
            YamlReader.read("a.yaml", text).forEach(document -> checkMarks(document.root(), text));
            return true;
        } catch (SyntaxError e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            assertFalse(e.getMessage().contains("null:"), e.getMessage());
            checkMark(e.mark(), text);
            return false;
        }
    }

    private static void checkMarks(Node node, String text) {
        checkMark(node.mark(), text);
        node.elements().forEach(element -> checkMarks(element, text));
        node.fields().values().forEach(value -> checkMarks(value, text));
    }

    private static void checkMark(Mark mark, String text) {
        List<String> lines = (text + "$").lines().toList();
        assertTrue(mark.line() >= 1 && mark.line() <= lines.size(), () -> mark + " in " + text);
        String line = lines.get(mark.line() - 1);
        // The place behind a line's end is a place too: there a value was expected.
        assertTrue(mark.column() >= 1 && mark.column() <= line.codePointCount(0, line.length()) + 1, () -> mark + " in " + text);
    }
}
