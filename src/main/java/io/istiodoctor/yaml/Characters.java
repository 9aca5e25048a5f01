package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.reader.StreamReader;

/** Characters that no manifest may hold, and places counted in characters. */
final class Characters {
    /** The library's time grows with the square of a line's length; no object of a cluster has more than 1.5 MiB. */
    private static final int MAX_LINE = 2_000_000;

    private static final byte DELETE = 0x7F;
    private static final int PART = 1 << 14;

    private Characters() {}

    /** Refuses NUL and other control characters; gives whether there is nothing but ASCII without carriage returns, where lines and columns are the same to everybody. */
    static boolean check(String name, String text) {
        if (areOrdinary(text)) {
            return text.indexOf('\r') < 0;
        }
        boolean ordinary = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7F || c == '\n' || c == '\t') {
                continue;
            }
            ordinary = false;
            if (c != '\r' && !Character.isSurrogate(c) && !StreamReader.isPrintable(c)) {
                throw new SyntaxError(name, mark(text, i), c == 0
                        ? "a NUL character; this is a binary file, or text that is not UTF-8"
                        : "the control character U+%04X; only tab and line ends are allowed".formatted((int) c));
            }
        }
        return ordinary;
    }

    /** Whether there is nothing but ASCII that every manifest may hold; the quick way to see that nothing needs to be refused. */
    static boolean areOrdinary(String text) {
        for (int begin = 0; begin < text.length(); begin += PART) {
            // Most texts are kept in this charset, so that this copies bytes; what it lacks becomes a question mark.
            byte[] part = text.substring(begin, Math.min(text.length(), begin + PART)).getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < part.length; i++) {
                byte b = part[i];
                if (b < ' ' && b != '\n' && b != '\t' && b != '\r' || b == DELETE || b == '?' && text.charAt(begin + i) != '?') {
                    return false;
                }
            }
        }
        return true;
    }

    /** Refuses lines that no object can have. */
    static void checkLines(String name, String text) {
        int line = 1;
        for (int start = 0; text.length() - start > MAX_LINE; line++) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (end - start > MAX_LINE) {
                throw new SyntaxError(name, new Mark(line, 1),
                        "this line has more than two million characters; no Kubernetes object is that large");
            }
            start = end + 1;
        }
    }

    /** The place of the character at an index; lines end as {@link String#lines()} ends them. */
    static Mark mark(String text, int index) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < index; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n')) {
                line++;
                start = i + 1;
            }
        }
        return new Mark(line, text.codePointCount(start, index) + 1);
    }
}
