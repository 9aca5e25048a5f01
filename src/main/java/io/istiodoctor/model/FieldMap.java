package io.istiodoctor.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The fields of a mapping as a small unmodifiable map in document order; one is found by looking at each. */
abstract sealed class FieldMap<V> extends AbstractMap<String, V> {
    private final String[] names;

    private FieldMap(String[] names) {
        this.names = names;
    }

    /** Fields by their names. */
    static final class Values extends FieldMap<Node> {
        private final Node[] values;

        Values(String[] names, Node[] values) {
            super(names);
            this.values = values;
        }

        @Override
        Node at(int position) {
            return values[position];
        }
    }

    /** Where the names stand. */
    static final class Places extends FieldMap<Mark> {
        private final int[] places;
        private final int line;
        private final int column;

        Places(String[] names, int[] places, int line, int column) {
            super(names);
            this.places = places;
            this.line = line;
            this.column = column;
        }

        @Override
        Mark at(int position) {
            return FieldPlaces.of(places, position, size(), line, column);
        }
    }

    abstract V at(int position);

    @Override
    public @Nullable V get(Object name) {
        int position = position(names, name);
        return position < 0 ? null : at(position);
    }

    // The interface's own looks for what is not there twice.
    @Override
    public V getOrDefault(Object name, V otherwise) {
        int position = position(names, name);
        return position < 0 ? otherwise : at(position);
    }

    @Override
    public boolean containsKey(Object name) {
        return position(names, name) >= 0;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super V> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], at(i));
        }
    }

    @Override
    public Set<String> keySet() {
        return each(i -> names[i]);
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return each(i -> Map.entry(names[i], at(i)));
    }

    private <T> Set<T> each(IntFunction<T> element) {
        return new AbstractSet<>() {
            @Override
            public Iterator<T> iterator() {
                return IntStream.range(0, names.length).mapToObj(element).iterator();
            }

            @Override
            public int size() {
                return names.length;
            }
        };
    }

    /** Where a name is among others; -1 when it is not. */
    // Names are interned, as the names in the program are: most that are there are found without looking into them.
    @SuppressWarnings("ReferenceEquality")
    static int position(String[] names, Object name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        int hash = name.hashCode();
        for (int i = 0; i < names.length; i++) {
            if (names[i].hashCode() == hash && names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
