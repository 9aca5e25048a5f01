package io.istiodoctor.mesh.base;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What is made of each thing when it is first asked for, and kept; things are told apart by identity. Threads that ask at the same time may both
 * make it, but all get the same one, and making may ask for another thing of the same memo.
 */
public final class Memo<K, V> {
    private final Map<K, V> made = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Function<K, V> make;

    /** @param make gives the same for the same thing, whenever it is asked */
    public Memo(Function<K, V> make) {
        this.make = make;
    }

    /** What is made of a thing. */
    public V of(K key) {
        V known = made.get(key);
        if (known != null) {
            return known;
        }
        V now = make.apply(key);
        V first = made.putIfAbsent(key, now);
        return first == null ? now : first;
    }

    /** Takes something for what would be made of a thing. */
    public void put(K key, V value) {
        made.put(key, value);
    }
}
