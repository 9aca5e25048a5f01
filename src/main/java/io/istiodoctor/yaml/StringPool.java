package io.istiodoctor.yaml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps one copy of the keys and short values that a dump of a cluster repeats a hundred thousand times. */
final class StringPool {
    private static final int MAX_VALUE_LENGTH = 32;
    private static final int MAX_VALUES = 20_000;

    /** At most half full; a string stands at its hash or, where that is taken, behind it. */
    private @Nullable String[] strings = new String[256];
    private int size;

    String shared(String text) {
        return shared(text, 0, text.length());
    }

    /** A part of a text, which is not copied when it is known. */
    String shared(String text, int from, int to) {
        if (to - from > MAX_VALUE_LENGTH) {
            return text.substring(from, to);
        }
        int hash = 0;
        for (int i = from; i < to; i++) {
            // As String counts it, which keeps it with the text.
            hash = 31 * hash + text.charAt(i);
        }
        int place = place(hash);
        for (String known = strings[place]; known != null; known = strings[place]) {
            if (known.hashCode() == hash && known.length() == to - from && text.startsWith(known, from)) {
                return known;
            }
            place = place + 1 & strings.length - 1;
        }
        String found = text.substring(from, to);
        if (size < MAX_VALUES) {
            strings[place] = found;
            if (++size > strings.length / 2) {
                grow();
            }
        }
        return found;
    }

    private int place(int hash) {
        return (hash ^ hash >>> 15) & strings.length - 1;
    }

    private void grow() {
        @Nullable String[] all = strings;
        strings = new String[2 * all.length];
        Arrays.stream(all).forEach(this::put);
    }

    private void put(@Nullable String text) {
        if (text != null) {
            int place = place(text.hashCode());
            while (strings[place] != null) {
                place = place + 1 & strings.length - 1;
            }
            strings[place] = text;
        }
    }
}
