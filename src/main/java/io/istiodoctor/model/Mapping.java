package io.istiodoctor.model;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fields by name, in document order. A mesh has a million mappings, and nearly all have a handful of fields: those that were read hold them in arrays
 * of their own, whose names are shared with other mappings.
 */
public final class Mapping implements Node {
    /** The mapping without fields and without a place. */
    public static final Mapping EMPTY = new Mapping(Map.of(), Map.of(), Mark.NONE);

    /** Null where the fields are in a map. */
    private final String @Nullable [] names;
    /** What the names mean, in their order, or a map. */
    private final Object values;
    /** Where the names stand, as {@link FieldPlaces} packs it, or a map. */
    private final Object places;
    private final int line;
    private final int column;

    /**
     * A mapping.
     *
     * @param fields the values; the map must keep its order and must not be changed afterwards
     * @param keys where each field's name stands; empty for what was not read from text
     * @param mark where it begins
     */
    public Mapping(Map<String, Node> fields, Map<String, Mark> keys, Mark mark) {
        this.names = null;
        this.values = Objects.requireNonNull(fields);
        this.places = Objects.requireNonNull(keys);
        this.line = mark.line();
        this.column = mark.column();
    }

    Mapping(String[] names, Node[] values, int[] places, Mark mark) {
        this.names = names;
        this.values = values;
        this.places = places;
        this.line = mark.line();
        this.column = mark.column();
    }

    @Override
    public Mark mark() {
        return Mark.of(line, column);
    }

    @Override
    public Node get(String field) {
        if (names == null) {
            return map().getOrDefault(field, Absent.ABSENT);
        }
        int position = FieldMap.position(names, field);
        return position < 0 ? Absent.ABSENT : ((Node[]) values)[position];
    }

    @Override
    public Map<String, Node> fields() {
        return names == null ? map() : new FieldMap.Values(names, (Node[]) values);
    }

    /** Whether it has these names, which are shared, and the first of these values: the same instances. */
    @SuppressWarnings("ReferenceEquality")
    boolean has(String[] shared, Node[] same) {
        if (names != shared) {
            return false;
        }
        Node[] own = (Node[]) values;
        for (int i = 0; i < own.length; i++) {
            if (own[i] != same[i]) {
                return false;
            }
        }
        return true;
    }

    /** How many fields there are. */
    public int size() {
        return names == null ? map().size() : names.length;
    }

    /** Where each field's name stands; empty for what was not read from text. */
    @SuppressWarnings("unchecked")
    public Map<String, Mark> keys() {
        if (names == null) {
            return (Map<String, Mark>) places;
        }
        return line == 0 ? Map.of() : new FieldMap.Places(names, (int[]) places, line, column);
    }

    /** Where the field's name stands; {@link Mark#NONE} when it is not there. */
    public Mark key(String field) {
        return keys().getOrDefault(field, Mark.NONE);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Node> map() {
        return (Map<String, Node>) values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mapping mapping && line == mapping.line && column == mapping.column && fields().equals(mapping.fields())
                && keys().equals(mapping.keys());
    }

    @Override
    public int hashCode() {
        return Objects.hash(fields(), keys(), line, column);
    }

    @Override
    public String toString() {
        return "Mapping[fields=%s, keys=%s, mark=%s]".formatted(fields(), keys(), mark());
    }
}
