package io.istiodoctor.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of the first fields of a mapping, in their order. Objects of one kind have the same fields over and over: mappings that begin alike
 * share their names, and what follows on which is known. For one thread.
 */
public final class FieldNames {
    /** A mapping with more fields keeps names of its own. */
    static final int MOST = 48;
    /** Names that are data, such as those of labels, are not collected for ever. */
    private static final int MOST_KNOWN = 20_000;

    private final @Nullable FieldNames before;
    private final String name;
    private final int size;
    private final int[] known;
    private @Nullable FieldNames last;
    private @Nullable Map<String, FieldNames> others;
    private String @Nullable [] names;
    /** Where these names stood in the last mapping that had them. */
    private int[] usual = FieldPlaces.BELOW_ONE_ANOTHER;

    private FieldNames(@Nullable FieldNames before, String name, int size, int[] known) {
        this.before = before;
        this.name = name;
        this.size = size;
        this.known = known;
    }

    /** No names: where the mappings of a text, or of several that are read one after the other, begin. */
    public static FieldNames none() {
        return new FieldNames(null, "", 0, new int[1]);
    }

    int size() {
        return size;
    }

    /** These names and one more; the same names when it is among them. */
    FieldNames with(String next) {
        FieldNames usual = last;
        if (usual != null && usual.name.equals(next)) {
            return usual;
        }
        FieldNames other = others == null ? null : others.get(next);
        if (other == null) {
            if (contains(next)) {
                return this;
            }
            boolean collected = known[0] < MOST_KNOWN;
            other = new FieldNames(this, collected ? next.intern() : next, size + 1, known);
            if (!collected) {
                return other;
            }
            known[0]++;
            if (usual != null) {
                others = others == null ? new HashMap<>() : others;
                others.put(usual.name, usual);
                others.put(other.name, other);
            }
        }
        last = other;
        return other;
    }

    private boolean contains(String wanted) {
        for (FieldNames at = this; at != null && at.size > 0; at = at.before) {
            if (at.name.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Their places in a mapping, {@link FieldPlaces#pack packed}; the same array again where they stand as in the last one. */
    int[] packed(int[] places, int count, Mark mapping) {
        int[] packed = FieldPlaces.pack(places, count, mapping, usual);
        if (packed.length > 0) {
            usual = packed;
        }
        return packed;
    }

    /** All of them; must not be changed. */
    String[] all() {
        if (names == null) {
            names = new String[size];
            FieldNames at = this;
            for (int i = size; i > 0 && at != null; i--) {
                names[i - 1] = at.name;
                at = at.before;
            }
        }
        return names;
    }
}
