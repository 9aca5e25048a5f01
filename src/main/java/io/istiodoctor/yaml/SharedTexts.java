package io.istiodoctor.yaml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one instance of what each short text stands for that a dump of a cluster repeats a hundred thousand times. For one thread.
 *
 * @param <T> what is made of a text
 */
public final class SharedTexts<T> {
    private static final int LONGEST = 64;
    /** How many places there are at first, and at most; powers of two. */
    private static final int FEW = 1 << 7;
    private static final int MOST = 1 << 13;

    private final Function<String, T> make;
    /** Each at the place of its hash, where a newer one replaces it. */
    private byte[] @Nullable [] texts = new byte[FEW][];
    private Object[] made = new Object[FEW];
    private int kept;

    /** @param make what a text stands for, which is asked once for each that is not known */
    public SharedTexts(Function<String, T> make) {
        this.make = make;
    }

    /**
     * What a text stands for.
     *
     * @param buffer where it stands, in UTF-8
     * @param hash of its bytes, as {@link JsonScanner} counts it
     */
    @SuppressWarnings("unchecked")
    T of(byte[] buffer, int from, int to, int hash) {
        int length = to - from;
        if (length > LONGEST) {
            return make.apply(new String(buffer, from, length, StandardCharsets.UTF_8));
        }
        int place = (hash ^ hash >>> 13) & texts.length - 1;
        byte[] known = texts[place];
        return known != null && same(known, buffer, from, length) ? (T) made[place] : keep(buffer, from, to, place);
    }

    private T keep(byte[] buffer, int from, int to, int place) {
        T newest = make.apply(new String(buffer, from, to - from, StandardCharsets.UTF_8));
        if (++kept > texts.length && texts.length < MOST) {
            // What is kept now is made again where it is met again.
            texts = new byte[2 * texts.length][];
            made = new Object[texts.length];
            kept = 0;
        } else {
            texts[place] = Arrays.copyOfRange(buffer, from, to);
            made[place] = newest;
        }
        return newest;
    }

    /** What a text stands for that had to be put together. */
    T of(String text) {
        return make.apply(text);
    }

    private static boolean same(byte[] known, byte[] buffer, int from, int length) {
        if (known.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known[i] != buffer[from + i]) {
                return false;
            }
        }
        return true;
    }
}
