package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import org.jspecify.annotations.Nullable;

/** The tokens of a JSON text, and where the next one stands. */
final class JsonScanner {
    /** What {@link #next} gives at the end; a text never holds it. */
    static final char END = 0;

    private final String name;
    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;
    /** Second halves of surrogate pairs since the line's start, which are no columns. */
    private int halves;

    JsonScanner(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** The first character of the next token, which is not consumed. */
    char next() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r' && !text.startsWith("\n", at + 1)) {
                line++;
                lineStart = at + 1;
                halves = 0;
            } else if (c != ' ' && c != '\t' && c != '\r') {
                return c;
            }
            at++;
        }
        return END;
    }

    /** Where the next token stands. */
    Mark mark() {
        next();
        return new Mark(line, at - lineStart - halves + 1);
    }

    void skip() {
        at++;
    }

    /** Consumes the next token when it is this character. */
    boolean take(char token) {
        boolean found = next() == token;
        if (found) {
            at++;
        }
        return found;
    }

    /** Consumes a line that separates YAML documents. */
    boolean takeSeparator() {
        boolean found = next() == '-' && at == lineStart && text.startsWith("---", at);
        if (found) {
            at += 3;
        }
        return found;
    }

    /** Consumes letters, digits and signs. */
    String word() {
        next();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Consumes a string in double quotes. */
    String string() {
        return string(null);
    }

    /** The same; one without anything special is taken from a pool. */
    String string(@Nullable StringPool pool) {
        Mark opened = mark();
        int start = ++at;
        int end = plainEnd(start);
        if (end < text.length() && text.charAt(end) == '"') {
            at = end + 1;
            return pool == null ? text.substring(start, end) : pool.shared(text, start, end);
        }
        StringBuilder escaped = null;
        while (true) {
            char c = at < text.length() ? text.charAt(at) : '\n';
            if (c == '\n' || c == '\r') {
                throw new SyntaxError(name, opened, "the quote that begins here is not closed on its line");
            }
            if (c == '\t') {
                throw error("a tab inside a JSON string; write \\t");
            }
            at++;
            if (c == '"') {
                String rest = text.substring(start, at - 1);
                return escaped == null ? rest : withoutLoneSurrogates(escaped.append(rest));
            }
            if (c == '\\') {
                escaped = (escaped == null ? new StringBuilder() : escaped).append(text, start, at - 1).append(escape());
                start = at;
            } else if (Character.isLowSurrogate(c)) {
                halves++;
            }
        }
    }

    /** Where a string ends, or has the first character that may need another look. */
    private int plainEnd(int start) {
        int i = start;
        while (i < text.length() && isPlain(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(char c) {
        return c != '"' && c != '\\' && c >= ' ' && c < Character.MIN_SURROGATE;
    }

    SyntaxError error(String problem) {
        boolean ended = at >= text.length();
        return new SyntaxError(name, new Mark(line, at - lineStart - halves + 1),
                ended ? "the text ends here, in the middle of a JSON value" : problem);
    }

    private char escape() {
        char c = at < text.length() ? text.charAt(at) : END;
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                at -= 2;
                throw error("an unknown escape in a JSON string; a single backslash is written \\\\");
            }
        };
    }

    private char unicode() {
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw error("\\u takes four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    /** Half a pair is no character; Kubernetes replaces it likewise. */
    private static String withoutLoneSurrogates(CharSequence text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(c -> clean.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return clean.toString();
    }
}
