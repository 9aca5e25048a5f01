package io.istiodoctor.model;

/**
 * Where the names of a mapping's fields stand, seen from where the mapping begins, and packed: most stand below one another, many on one line after the other. So
 * seen, mappings of one kind mostly look alike, and share one array.
 */
final class FieldPlaces {
    /** On a line each, in the column of the mapping, from its own line on. */
    static final int[] BELOW_ONE_ANOTHER = {};

    private FieldPlaces() {}

    /**
     * Packs places.
     *
     * @param places line and column in turns
     * @param size of how many fields
     * @param usual what another mapping with these names has, which is given again where it is the same
     */
    static int[] pack(int[] places, int size, Mark mapping, int[] usual) {
        int line = mapping.line();
        int column = mapping.column();
        boolean aligned = true;
        boolean following = true;
        for (int i = 0; i < size && aligned; i++) {
            aligned = places[2 * i + 1] == column;
            following &= places[2 * i] == line + i;
        }
        if (aligned && following) {
            return BELOW_ONE_ANOTHER;
        }
        return aligned ? lines(places, size, line, usual) : linesAndColumns(places, size, line, column, usual);
    }

    private static int[] lines(int[] places, int size, int line, int[] usual) {
        int same = 0;
        while (usual.length == size && same < size && usual[same] == places[2 * same] - line) {
            same++;
        }
        if (same == size) {
            return usual;
        }
        int[] lines = new int[size];
        for (int i = 0; i < size; i++) {
            lines[i] = places[2 * i] - line;
        }
        return lines;
    }

    private static int[] linesAndColumns(int[] places, int size, int line, int column, int[] usual) {
        int same = 0;
        while (usual.length == 2 * size && same < size && usual[2 * same] == places[2 * same] - line
                && usual[2 * same + 1] == places[2 * same + 1] - column) {
            same++;
        }
        if (same == size) {
            return usual;
        }
        int[] both = new int[2 * size];
        for (int i = 0; i < both.length; i += 2) {
            both[i] = places[i] - line;
            both[i + 1] = places[i + 1] - column;
        }
        return both;
    }

    /** The place of one of so many names of a mapping that begins at a line and column. */
    static Mark of(int[] packed, int position, int size, int line, int column) {
        if (packed.length == 0) {
            return Mark.of(line + position, column);
        }
        return packed.length == size ? Mark.of(line + packed[position], column)
                : Mark.of(line + packed[2 * position], column + packed[2 * position + 1]);
    }
}
