package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The tokens of a JSON text, and where the next one stands. */
public final class JsonScanner {
    /** What {@link #next} gives at the end. */
    public static final int END = -1;
    private static final int FIRST_BUFFER = 1 << 15;
    /** More than any object may have; {@link #FIRST_BUFFER} doubled some times. */
    private static final int LONGEST_TOKEN = 1 << 25;
    private static final int UPPER_BITS = 0xC0;
    private static final int CONTINUATION = 0x80;

    private final String name;
    private final InputStream more;
    private byte[] buffer;
    private int at;
    private int end;
    private int line = 1;
    /** Where the line begins, counted from the buffer's beginning; before it where the buffer was moved on. */
    private int lineStart;
    /** Bytes since the line's start that begin no character of their own. */
    private int continuations;

    JsonScanner(String name, String text) {
        this(name, new TextBytes(text, StandardCharsets.UTF_8));
    }

    /** The tokens of a text that is nothing but ASCII. */
    static JsonScanner ofAscii(String name, String text) {
        return new JsonScanner(name, new TextBytes(text, StandardCharsets.ISO_8859_1));
    }

    /** The tokens of these bytes, which it may change. */
    static JsonScanner of(String name, byte[] bytes) {
        JsonScanner scanner = new JsonScanner(name, InputStream.nullInputStream(), bytes);
        scanner.end = bytes.length;
        return scanner;
    }

    /** The tokens of a section with what it lacks, which takes no place on its first line. */
    static JsonScanner ofSection(String name, Section section, byte[] bytes) {
        int before = section.before().length();
        byte[] complete = new byte[before + bytes.length + section.behind().length()];
        System.arraycopy(section.before().getBytes(StandardCharsets.US_ASCII), 0, complete, 0, before);
        System.arraycopy(bytes, 0, complete, before, bytes.length);
        System.arraycopy(section.behind().getBytes(StandardCharsets.US_ASCII), 0, complete, before + bytes.length,
                section.behind().length());
        JsonScanner scanner = of(name, complete);
        scanner.lineStart = before;
        scanner.line = section.firstLine();
        return scanner;
    }

    /**
     * The tokens of bytes that are read as they are needed; what keeps them from being read is an {@link UncheckedIOException} of each method.
     *
     * @param name the text's name in errors
     */
    public JsonScanner(String name, InputStream bytes) {
        this(name, bytes, new byte[FIRST_BUFFER]);
    }

    private JsonScanner(String name, InputStream bytes, byte[] buffer) {
        this.name = name;
        this.more = bytes;
        this.buffer = buffer;
    }

    /** The first byte of the next token, which is not consumed; {@link #END} behind the last. */
    public int next() {
        int first = at < end ? buffer[at] : 0;
        return first > ' ' ? first : behindSpace();
    }

    private int behindSpace() {
        do {
            for (; at < end; at++) {
                int b = buffer[at];
                if (b == '\n' || b == '\r' && byteAt(1) != '\n') {
                    line++;
                    lineStart = at + 1;
                    continuations = 0;
                } else if (b == ' ') {
                    at = lastSpace(buffer, at, end);
                } else if (b != '\t' && b != '\r') {
                    return Byte.toUnsignedInt(buffer[at]);
                }
            }
        } while (fill());
        return END;
    }

    // Much of what kubectl prints is indentation.
    private static int lastSpace(byte[] bytes, int from, int end) {
        int last = from;
        while (last + 1 < end && bytes[last + 1] == ' ') {
            last++;
        }
        return last;
    }

    /** The byte so far behind the next one; {@link #END} where there is none. */
    private int byteAt(int ahead) {
        boolean more = true;
        while (more && at + ahead >= end) {
            more = fill();
        }
        return at + ahead < end ? buffer[at + ahead] : END;
    }

    /** Gets more bytes behind those that are not consumed yet; gives false where there are none. */
    private boolean fill() {
        int kept = end - at;
        if (at > 0) {
            System.arraycopy(buffer, at, buffer, 0, kept);
            lineStart -= at;
            at = 0;
        } else if (kept == LONGEST_TOKEN) {
            throw new SyntaxError(name, here(), "a value has more than 32 MB");
        } else if (kept == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * kept);
        }
        end = kept;
        try {
            int read = more.read(buffer, end, buffer.length - end);
            end += Math.max(0, read);
            return read > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the next token stands. */
    Mark mark() {
        next();
        return here();
    }

    /** The line of the next byte, as {@link Mark} counts. */
    int line() {
        return line;
    }

    /** The column of the next byte, likewise. */
    int column() {
        return at - lineStart - continuations + 1;
    }

    private Mark here() {
        return new Mark(line, column());
    }

    /** Consumes the first byte of the next token, which {@link #next} gave. */
    public void skip() {
        at++;
    }

    /** Consumes the next token when it is this character. */
    public boolean take(char token) {
        boolean found = next() == token;
        if (found) {
            at++;
        }
        return found;
    }

    /** Consumes a line that separates YAML documents. */
    boolean takeSeparator() {
        boolean found = next() == '-' && at == lineStart && byteAt(1) == '-' && byteAt(2) == '-';
        if (found) {
            at += 3;
        }
        return found;
    }

    /** Consumes letters, digits and signs, and gives what they stand for. */
    public <T> T word(SharedTexts<T> shared) {
        next();
        int hash = 0;
        int i = at;
        while (i < end || (i = further(i)) < end) {
            int b = buffer[i];
            if (!isOfWord(b)) {
                break;
            }
            hash = 31 * hash + b;
            i++;
        }
        T word = shared.of(buffer, at, i, hash);
        at = i;
        return word;
    }

    private static boolean isOfWord(int b) {
        return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b == '-' || b == '+' || b == '.'
                || b < 0 && b != END;
    }

    /** Gets more bytes while a token is looked at up to an index; gives where that index is now. */
    private int further(int index) {
        int behind = index - at;
        boolean more;
        do {
            more = fill();
        } while (more && at + behind >= end);
        return at + behind;
    }

    /** Consumes a string in double quotes, and gives what it stands for. */
    public <T> T string(SharedTexts<T> shared) {
        int hash = 0;
        int i = at + 1;
        do {
            // The quick compiler reads fields anew each time.
            byte[] bytes = buffer;
            int last = end;
            while (i < last) {
                int b = bytes[i];
                // Most letters stand behind everything that needs another look.
                if (b <= '\\' && (b == '"' || b == '\\' || b < ' ')) {
                    if (b != '"') {
                        return shared.of(unusualString(closing(i)));
                    }
                    T string = shared.of(bytes, at + 1, i, hash);
                    at = i + 1;
                    return string;
                }
                hash = 31 * hash + b;
                i++;
            }
            i = further(i);
        } while (i < end);
        return shared.of(unusualString(closing(i)));
    }

    /** The index of the quote that closes the string that begins at the next token, of which everything before an index was looked at. */
    private int closing(int from) {
        int i = from;
        do {
            byte[] bytes = buffer;
            int last = end;
            while (i < last) {
                int b = bytes[i];
                if (b > '\\') {
                    i++;
                } else if (b == '"') {
                    return i;
                } else if (b == '\n' || b == '\r') {
                    throw notClosed();
                } else {
                    i += b == '\\' ? 2 : 1;
                }
            }
            i = further(i);
        } while (i < end);
        SyntaxError notClosed = notClosed();
        at = end;
        throw notClosed;
    }

    private SyntaxError notClosed() {
        return new SyntaxError(name, here(), "the quote that begins here is not closed on its line");
    }

    /** Consumes a string up to the index of its closing quote. */
    private String unusualString(int closing) {
        StringBuilder string = new StringBuilder();
        boolean escaped = false;
        at++;
        int start = at;
        while (at < closing) {
            int b = buffer[at];
            if (b == '\t') {
                throw error("a tab inside a JSON string; write \\t");
            }
            at++;
            if (b == '\\') {
                append(start, at - 1, string);
                string.append(escape());
                escaped = true;
                start = at;
            } else if ((b & UPPER_BITS) == CONTINUATION) {
                continuations++;
            }
        }
        append(start, closing, string);
        at = closing + 1;
        return escaped ? withoutLoneSurrogates(string) : string.toString();
    }

    private void append(int from, int to, StringBuilder string) {
        string.append(new String(buffer, from, to - from, StandardCharsets.UTF_8));
    }

    /** Consumes a value of whatever type, of which only strings and the depth of brackets are looked at. */
    public void skipValue() {
        int depth = 0;
        do {
            int first = next();
            if (first == '"') {
                at = closing(at + 1) + 1;
            } else if (first == '{' || first == '[') {
                depth++;
                at++;
            } else if (depth > 0 && (first == '}' || first == ']')) {
                depth--;
                at++;
            } else if (depth > 0 && (first == ',' || first == ':')) {
                at++;
            } else {
                skipWord();
            }
        } while (depth > 0);
    }

    private void skipWord() {
        if (!isOfWord(next())) {
            throw error("expected a JSON value");
        }
        do {
            at++;
        } while ((at < end || fill()) && isOfWord(buffer[at]));
    }

    /** An error at the next byte. */
    public SyntaxError error(String problem) {
        return new SyntaxError(name, here(), at >= end && !fill() ? "the text ends here, in the middle of a JSON value" : problem);
    }

    private char escape() {
        int c = buffer[at++];
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
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
        for (int last = at + 4; at < last; at++) {
            int digit = Character.digit(buffer[at], 16);
            if (digit < 0) {
                throw error("\\u takes four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    /** Half a pair is no character; Kubernetes replaces it likewise. */
    private static String withoutLoneSurrogates(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                StringBuilder clean = new StringBuilder();
                text.codePoints().forEach(c -> clean.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
                return clean.toString();
            }
        }
        return text.toString();
    }
}
