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

/**
 * A small unmodifiable map in document order: a dump of a cluster has a million mappings, and nearly all have a handful of fields, which are found
 * by looking at each. The names are often shared with other maps.
 */
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

    /** Where the names stand: line and column in turns. */
    static final class Places extends FieldMap<Mark> {
        private final int[] places;

        Places(String[] names, int[] places) {
            super(names);
            this.places = places;
        }

        @Override
        Mark at(int position) {
            return Mark.of(places[2 * position], places[2 * position + 1]);
        }
    }

    abstract V at(int position);

    @Override
    public @Nullable V get(Object name) {
        int position = indexOf(name);
        return position < 0 ? null : at(position);
    }

    // The interface's own looks for what is not there twice.
    @Override
    public V getOrDefault(Object name, V otherwise) {
        int position = indexOf(name);
        return position < 0 ? otherwise : at(position);
    }

    @Override
    public boolean containsKey(Object name) {
        return indexOf(name) >= 0;
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

    // Names are interned, as the names in the program are: most that are there are found without looking into them.
    @SuppressWarnings("ReferenceEquality")
    private int indexOf(Object name) {
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
