package io.istiodoctor.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is worked out of values that stand in a mesh over and over, such as durations and regular expressions: kept for the first thousands of them. For
 * many threads.
 */
public final class BoundedMemo<K, V> {
    /** Values come from manifests, which may hold any number of them. */
    private static final int MOST = 4096;

    private final Map<K, V> known = new ConcurrentHashMap<>();
    private final Function<K, V> make;

    /** @param make gives the same for equal values, and never null */
    public BoundedMemo(Function<K, V> make) {
        this.make = make;
    }

    /** What is worked out of a value. */
    public V of(K value) {
        V found = known.get(value);
        if (found == null) {
            found = make.apply(value);
            if (known.size() < MOST) {
                known.put(value, found);
            }
        }
        return found;
    }
}
