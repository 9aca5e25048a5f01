package io.istiodoctor.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is worked out of texts that stand in a mesh over and over, such as durations and regular expressions: kept for the first thousands of them. For
 * many threads.
 */
public final class TextMemo<V> {
    /** Texts come from manifests, which may hold any number of them. */
    private static final int MOST = 4096;

    private final Map<String, V> known = new ConcurrentHashMap<>();
    private final Function<String, V> make;

    /** @param make gives the same for the same text, and never null */
    public TextMemo(Function<String, V> make) {
        this.make = make;
    }

    /** What is worked out of a text. */
    public V of(String text) {
        V found = known.get(text);
        if (found == null) {
            found = make.apply(text);
            if (known.size() < MOST) {
                known.put(text, found);
            }
        }
        return found;
    }
}
