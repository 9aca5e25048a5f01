package io.istiodoctor.model;

import java.util.Objects;
import java.util.Optional;

/** A text, number, boolean or null. A mesh has millions: no more is kept of one than three words. */
public final class Scalar implements Node {
    /** What a scalar is by the rules of JSON, which Kubernetes applies to YAML too. */
    public enum Type { STRING, NUMBER, BOOLEAN, NULL }

    private static final Type[] TYPES = Type.values();
    private static final int TYPE_BITS = 2;

    private final String value;
    private final int line;
    /** The column, and the type in its lowest bits. */
    private final int columnAndType;

    /**
     * A scalar.
     *
     * @param value the text as the document's schema reads it: without quotes, escapes resolved, the literal otherwise
     *     (so {@code 1.10} stays {@code 1.10}); booleans are "true" or "false" however YAML spells them, and integers in
     *     another notation ({@code 0x1F}, {@code 010}, {@code 1_000}) are decimal
     * @param type what the document's schema takes it for
     * @param line where it begins, as {@link Mark} counts
     * @param column likewise
     */
    public Scalar(String value, Type type, int line, int column) {
        this.value = Objects.requireNonNull(value);
        this.line = line;
        this.columnAndType = column << TYPE_BITS | type.ordinal();
    }

    /** A scalar that begins at a mark. */
    public Scalar(String value, Type type, Mark mark) {
        this(value, type, mark.line(), mark.column());
    }

    /** The text as the document's schema reads it. */
    public String value() {
        return value;
    }

    /** What the document's schema takes it for. */
    public Type type() {
        return TYPES[columnAndType & (1 << TYPE_BITS) - 1];
    }

    @Override
    public Mark mark() {
        return Mark.of(line, columnAndType >>> TYPE_BITS);
    }

    @Override
    public Optional<String> text() {
        return isPresent() ? Optional.of(value) : Optional.empty();
    }

    @Override
    public boolean isPresent() {
        return type() != Type.NULL;
    }

    @Override
    public boolean isTrue() {
        return type() == Type.BOOLEAN && value.equalsIgnoreCase("true");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scalar scalar && line == scalar.line && columnAndType == scalar.columnAndType && value.equals(scalar.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, line, columnAndType);
    }

    @Override
    public String toString() {
        return "Scalar[value=%s, type=%s, mark=%s]".formatted(value, type(), mark());
    }
}
