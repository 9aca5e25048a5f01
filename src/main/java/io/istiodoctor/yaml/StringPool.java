package io.istiodoctor.yaml;

import org.jspecify.annotations.Nullable;

/** Keeps one copy of the keys and short values that a dump of a cluster repeats a hundred thousand times. */
final class StringPool {
    private static final int MAX_VALUE_LENGTH = 32;
    /** A power of two. */
    private static final int PLACES = 1 << 12;

    /** Each at the place of its hash, where a newer one replaces it. */
    private final @Nullable String[] strings = new String[PLACES];
    private final boolean ofNames;

    /** @param ofNames whether it is for names of fields, which are the same for the whole program */
    StringPool(boolean ofNames) {
        this.ofNames = ofNames;
    }

    String shared(String text) {
        return shared(text, 0, text.length());
    }

    /** A part of a text, which is not copied when it is known. */
    String shared(String text, int from, int to) {
        int length = to - from;
        if (length > MAX_VALUE_LENGTH) {
            return text.substring(from, to);
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        int place = (hash ^ hash >>> 12) & PLACES - 1;
        String known = strings[place];
        if (known != null && known.length() == length && text.startsWith(known, from)) {
            return known;
        }
        String found = ofNames ? text.substring(from, to).intern() : text.substring(from, to);
        strings[place] = found;
        return found;
    }
}
