package io.istiodoctor.model;

/**
 * Where a node begins in its document.
 *
 * @param line 1-based; 0 when the node did not come from text (a live cluster)
 * @param column 1-based, counted in code points; 0 likewise
 */
public record Mark(int line, int column) {
    /** The mark of everything that was not read from text. */
    public static final Mark NONE = new Mark(0, 0);

    /** The mark of a place; {@link #NONE} for line 0. */
    public static Mark of(int line, int column) {
        return line == 0 ? NONE : new Mark(line, column);
    }

    /** Whether this is a place in a text. */
    public boolean isPresent() {
        return line > 0;
    }
}
