package io.istiodoctor.model;

import java.util.Objects;
import java.util.Optional;

/**
 * A text, number, boolean or null.
 *
 * @param value the text as the document's schema reads it: without quotes, escapes resolved, the literal otherwise
 *     (so {@code 1.10} stays {@code 1.10}); booleans are "true" or "false" however YAML spells them, and integers in
 *     another notation ({@code 0x1F}, {@code 010}, {@code 1_000}) are decimal
 * @param type what the document's schema takes it for
 * @param line where it begins, as {@link Mark} counts, without an object for each
 * @param column likewise
 */
public record Scalar(String value, Type type, int line, int column) implements Node {
    /** What a scalar is by the rules of JSON, which Kubernetes applies to YAML too. */
    public enum Type { STRING, NUMBER, BOOLEAN, NULL }

    public Scalar {
        Objects.requireNonNull(value);
        Objects.requireNonNull(type);
    }

    /** A scalar that begins at a mark. */
    public Scalar(String value, Type type, Mark mark) {
        this(value, type, mark.line(), mark.column());
    }

    @Override
    public Mark mark() {
        return Mark.of(line, column);
    }

    @Override
    public Optional<String> text() {
        return type == Type.NULL ? Optional.empty() : Optional.of(value);
    }

    @Override
    public boolean isPresent() {
        return type != Type.NULL;
    }

    @Override
    public boolean isTrue() {
        return type == Type.BOOLEAN && value.equalsIgnoreCase("true");
    }
}
