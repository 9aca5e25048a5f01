package io.istiodoctor.yaml;

import java.util.HashMap;
import java.util.Map;

/** Keeps one copy of the keys and short values that a dump of a cluster repeats a hundred thousand times. */
final class StringPool {
    private static final int MAX_VALUE_LENGTH = 32;
    private static final int MAX_VALUES = 20_000;

    private final Map<String, String> strings = new HashMap<>();

    String shared(String text) {
        if (text.length() > MAX_VALUE_LENGTH) {
            return text;
        }
        String known = strings.get(text);
        if (known != null) {
            return known;
        }
        if (strings.size() < MAX_VALUES) {
            strings.put(text, text);
        }
        return text;
    }
}
