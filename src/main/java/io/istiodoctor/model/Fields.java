package io.istiodoctor.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one mapping while they are read. */
public final class Fields {
    private final FieldNames none;
    private FieldNames names;
    private Node[] values = new Node[8];
    private int[] places = new int[16];
    /** In place of the arrays when there are many. */
    private @Nullable Map<String, Node> many;
    private Map<String, Mark> manyPlaces = Map.of();

    /** @param none the names that mappings of the same text begin with */
    public Fields(FieldNames none) {
        this.none = none;
        this.names = none;
    }

    /** Adds a field behind the others, with the place of its name; gives false, and adds nothing, when it is there already. */
    public boolean add(String name, Node value, Mark key) {
        return add(name, value, key.line(), key.column());
    }

    /** The same with the line and the column of the name's place. */
    public boolean add(String name, Node value, int line, int column) {
        if (many != null) {
            if (many.putIfAbsent(name, value) != null) {
                return false;
            }
            manyPlaces.put(name, Mark.of(line, column));
            return true;
        }
        int size = names.size();
        FieldNames longer = names.with(name);
        if (longer.size() == size) {
            return false;
        }
        if (size == FieldNames.MOST) {
            spread();
            return add(name, value, line, column);
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            places = Arrays.copyOf(places, 4 * size);
        }
        names = longer;
        values[size] = value;
        places[2 * size] = line;
        places[2 * size + 1] = column;
        return true;
    }

    /** Puts another value in the place of a field's. */
    public void replace(String name, Node value) {
        if (many == null) {
            spread();
        }
        many().put(name, value);
    }

    /** Where the name of a field stands that is there. */
    public Mark key(String name) {
        int position = FieldMap.position(names.all(), name);
        return position < 0 ? manyPlaces.getOrDefault(name, Mark.NONE) : Mark.of(places[2 * position], places[2 * position + 1]);
    }

    /** Takes all fields out, so that those of another mapping can be read. */
    public void clear() {
        names = none;
        many = null;
        manyPlaces = Map.of();
    }

    /** Whether a mapping has these very fields: the same instances, in this order. */
    public boolean are(Mapping mapping) {
        return many == null && mapping.has(names.all(), values);
    }

    /** The mapping; nothing may be added afterwards before these are {@link #clear() taken out}. */
    public Mapping mapping(Mark mark) {
        if (many != null) {
            return new Mapping(Collections.unmodifiableMap(many),
                    manyPlaces.containsValue(Mark.NONE) ? Map.of() : Collections.unmodifiableMap(manyPlaces), mark);
        }
        int size = names.size();
        if (size == 0) {
            return new Mapping(Map.of(), Map.of(), mark);
        }
        String[] all = names.all();
        return new Mapping(all, Arrays.copyOf(values, size), names.packed(places, mark.isPresent() ? size : 0, mark), mark);
    }

    private Map<String, Node> many() {
        return many == null ? Map.of() : many;
    }

    private void spread() {
        Map<String, Node> spread = new LinkedHashMap<>();
        manyPlaces = new LinkedHashMap<>();
        String[] all = names.all();
        for (int i = 0; i < all.length; i++) {
            spread.put(all[i], values[i]);
            manyPlaces.put(all[i], Mark.of(places[2 * i], places[2 * i + 1]));
        }
        many = spread;
    }
}
