package io.istiodoctor.model;

import java.util.Arrays;

/** Where the names of a mapping's fields stand, packed: most stand below one another, many on one line after the other. */
final class FieldPlaces {
    /** On a line each, in the column of the mapping, from its own line on. */
    private static final int[] BELOW_ONE_ANOTHER = {};

    private FieldPlaces() {}

    /**
     * Packs places.
     *
     * @param places line and column in turns
     * @param size of how many fields
     */
    static int[] pack(int[] places, int size, Mark mapping) {
        boolean aligned = true;
        boolean following = true;
        for (int i = 0; i < size; i++) {
            aligned &= places[2 * i + 1] == mapping.column();
            following &= places[2 * i] == mapping.line() + i;
        }
        if (!aligned) {
            return Arrays.copyOf(places, 2 * size);
        }
        if (following) {
            return BELOW_ONE_ANOTHER;
        }
        int[] lines = new int[size];
        for (int i = 0; i < size; i++) {
            lines[i] = places[2 * i];
        }
        return lines;
    }

    /** The place of one of so many names of a mapping that begins at a line and column. */
    static Mark of(int[] packed, int position, int size, int line, int column) {
        if (packed.length == 0) {
            return Mark.of(line + position, column);
        }
        return packed.length == size ? Mark.of(packed[position], column) : Mark.of(packed[2 * position], packed[2 * position + 1]);
    }
}
