package io.istiodoctor.cluster;

import io.istiodoctor.yaml.JsonScanner;
import io.istiodoctor.yaml.SharedTexts;
import io.istiodoctor.yaml.SyntaxError;
import java.io.InputStream;

/**
 * The JSON of an answer, from its first token to its last. What is no JSON is a {@link SyntaxError}, a value of another type than asked for a
 * {@link WrongAnswer}, and what breaks off an {@link java.io.UncheckedIOException}. For one thread.
 */
final class JsonAnswer {
    /** How deep values may be nested: deeper than any schema, and not as deep as the stack. */
    private static final int DEEPEST = 250;

    private final JsonScanner in;
    private final SharedTexts<String> texts = new SharedTexts<>(String::intern);
    /** Whether the object or list that was begun last has had no element yet. */
    private boolean first;
    private int depth;

    JsonAnswer(InputStream bytes) {
        this.in = new JsonScanner("", bytes);
    }

    /** The first byte of the next token, from which its type can be told; {@link JsonScanner#END} behind the last. */
    int next() {
        return in.next();
    }

    /** Whether a string comes next. */
    boolean isString() {
        return in.next() == '"';
    }

    /** Whether an object comes next. */
    boolean isObject() {
        return in.next() == '{';
    }

    /** Whether a list comes next. */
    boolean isList() {
        return in.next() == '[';
    }

    /** Whether {@code null} comes next. */
    boolean isNull() {
        return in.next() == 'n';
    }

    void beginObject() {
        begin('{');
    }

    void beginList() {
        begin('[');
    }

    private void begin(char bracket) {
        require(bracket);
        if (++depth > DEEPEST) {
            throw in.error("nested deeper than any object");
        }
        first = true;
    }

    /** Whether another field of the object, or element of the list, comes next. */
    boolean hasNext() {
        int next = in.next();
        if (next == '}' || next == ']') {
            return false;
        }
        if (first) {
            first = false;
        } else if (!in.take(',')) {
            throw in.error("expected ',' here");
        }
        return true;
    }

    void endObject() {
        end('}');
    }

    void endList() {
        end(']');
    }

    private void end(char bracket) {
        if (!in.take(bracket)) {
            throw in.error("expected '" + bracket + "' here");
        }
        depth--;
        first = false;
    }

    /** Consumes the name of a field. */
    String name() {
        if (in.next() != '"') {
            throw in.error("expected a name in double quotes");
        }
        String name = in.string(texts);
        if (!in.take(':')) {
            throw in.error("expected ':' here");
        }
        return name;
    }

    /** Consumes a string. */
    String string() {
        return string(texts);
    }

    /** Consumes a string, and gives what it stands for. */
    <T> T string(SharedTexts<T> shared) {
        if (in.next() != '"') {
            throw mismatch("expected a string");
        }
        return in.string(shared);
    }

    /** Consumes what stands without quotes, and gives what it stands for. */
    <T> T word(SharedTexts<T> shared) {
        return in.word(shared);
    }

    void skip() {
        in.skipValue();
    }

    /** Consumes a bracket. */
    private void require(char bracket) {
        if (!in.take(bracket)) {
            throw mismatch("expected '" + bracket + "' here");
        }
    }

    /** An error at the next byte. */
    SyntaxError error(String problem) {
        return in.error(problem);
    }

    /** A value of another type than is asked for, if it is one. */
    private RuntimeException mismatch(String problem) {
        SyntaxError noJson = in.error(problem);
        try {
            in.skipValue();
        } catch (SyntaxError none) {
            return noJson;
        }
        return new WrongAnswer("it is JSON that no API server sends");
    }
}
