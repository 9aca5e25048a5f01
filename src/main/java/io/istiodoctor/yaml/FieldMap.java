package io.istiodoctor.yaml;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A small map in document order that costs a fifth of a LinkedHashMap: a dump of a cluster has a million mappings, and
 * nearly all have a handful of fields, which are found by looking at each.
 */
final class FieldMap<V> extends AbstractMap<String, V> {
    private static final int MAX_SIZE = 12;

    private final String[] names;
    private final V[] values;

    private FieldMap(String[] names, V[] values) {
        this.names = names;
        this.values = values;
    }

    /** An unmodifiable map of these entries in their order; the given map must not be changed afterwards. */
    @SuppressWarnings("unchecked")
    static <V> Map<String, V> of(Map<String, V> ordered) {
        if (ordered.isEmpty()) {
            return Map.of();
        }
        if (ordered.size() > MAX_SIZE) {
            return Collections.unmodifiableMap(ordered);
        }
        return new FieldMap<>(ordered.keySet().toArray(String[]::new), (V[]) ordered.values().toArray());
    }

    @Override
    public @Nullable V get(Object name) {
        int at = indexOf(name);
        return at < 0 ? null : values[at];
    }

    // The interface's own looks for what is not there twice.
    @Override
    public V getOrDefault(Object name, V otherwise) {
        int at = indexOf(name);
        return at < 0 ? otherwise : values[at];
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
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, V>> iterator() {
                return IntStream.range(0, names.length).<Entry<String, V>>mapToObj(i -> Map.entry(names[i], values[i]))
                        .iterator();
            }

            @Override
            public int size() {
                return names.length;
            }
        };
    }

    private int indexOf(Object name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
