package io.istiodoctor.model;

import java.util.Map;
import java.util.Objects;

/**
 * Fields by name, in document order.
 *
 * @param fields the values; the map must keep its order and must not be changed afterwards
 * @param keys where each field's name stands; empty for what was not read from text
 * @param line where it begins, as {@link Mark} counts, without an object for each
 * @param column likewise
 */
public record Mapping(Map<String, Node> fields, Map<String, Mark> keys, int line, int column) implements Node {
    /** The mapping without fields and without a place. */
    public static final Mapping EMPTY = new Mapping(Map.of(), Map.of(), Mark.NONE);

    public Mapping {
        Objects.requireNonNull(fields);
        Objects.requireNonNull(keys);
    }

    /** A mapping that begins at a mark. */
    public Mapping(Map<String, Node> fields, Map<String, Mark> keys, Mark mark) {
        this(fields, keys, mark.line(), mark.column());
    }

    @Override
    public Mark mark() {
        return Mark.of(line, column);
    }

    @Override
    public Node get(String field) {
        return fields.getOrDefault(field, Absent.ABSENT);
    }

    /** Where the field's name stands; {@link Mark#NONE} when it is not there. */
    public Mark key(String field) {
        return keys.getOrDefault(field, Mark.NONE);
    }
}
