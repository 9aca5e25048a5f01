package io.istiodoctor.report;

/**
 * What the reader's screen can show.
 *
 * @param width columns; at least 40
 * @param colour whether ANSI colours are understood and wanted
 * @param unicode whether anything but ASCII can be shown
 * @param terminal whether somebody looks at it; else a program or a file takes the lines, and each has to stay one
 */
public record Screen(int width, boolean colour, boolean unicode, boolean terminal) {
    private static final int NARROWEST = 40;
    private static final int WIDEST_PROSE = 100;

    public Screen {
        width = Math.max(NARROWEST, width);
    }

    /** What the reader of a terminal sees. */
    public Screen(int width, boolean colour, boolean unicode) {
        this(width, colour, unicode, true);
    }

    /** Columns for running text, which nobody reads gladly when its lines are long. */
    public int proseWidth() {
        return Math.min(width, WIDEST_PROSE);
    }

    /** The one or the other, as the screen can show it. */
    String pick(String unicodeText, String asciiText) {
        return unicode ? unicodeText : asciiText;
    }
}
