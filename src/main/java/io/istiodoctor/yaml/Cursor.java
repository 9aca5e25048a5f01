package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;

/** A place in a YAML text without tabs before what stands on a line, and the line that it is on. */
final class Cursor {
    /** The indentation of what no block can hold: the next document, or the end. */
    static final int OUTSIDE = -1;

    private final String text;
    private final int linesBefore;
    private int at;
    private int line;
    private int lineStart;
    private int end;
    private int indent;
    private boolean commented;

    /** @param linesBefore how many lines stand before the text */
    Cursor(String text, int linesBefore) {
        this.text = text;
        this.linesBefore = linesBefore;
    }

    String text() {
        return text;
    }

    /** Where it is, as an index. */
    int at() {
        return at;
    }

    /** Goes to another place on the line. */
    void to(int index) {
        at = index;
    }

    /** The line's number in the text, from 0. */
    int line() {
        return line;
    }

    /** Where the line begins. */
    int lineStart() {
        return lineStart;
    }

    /** Where the line ends, before its line break. */
    int end() {
        return end;
    }

    /** How many characters stand before the place on its line; those of a block's first entry are spaces and dashes. */
    int column() {
        return at - lineStart;
    }

    /** How far the line is indented, if nothing on it was read yet; {@link #OUTSIDE} before a document and at the end. */
    int indent() {
        return indent;
    }

    /** Whether comments were passed on the way to the line. */
    boolean commented() {
        return commented;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** The character here; a line break where the line ends. */
    char here() {
        return at < end ? text.charAt(at) : '\n';
    }

    /** The character behind this one; a line break where the line ends. */
    char next() {
        return at + 1 < end ? text.charAt(at + 1) : '\n';
    }

    int markLine() {
        return linesBefore + line + 1;
    }

    /** The column of a place on the line, counted as {@link Mark} does. */
    int markColumn(int index) {
        return text.codePointCount(lineStart, index) + 1;
    }

    Mark mark() {
        return new Mark(markLine(), markColumn(at));
    }

    void skipSpaces() {
        while (at < end && text.charAt(at) == ' ') {
            at++;
        }
    }

    /** Goes on to the next line that has anything but spaces and comments on it. */
    void nextLine() {
        if (end == text.length()) {
            commented = false;
            place(lineStart, end, end, OUTSIDE);
        } else {
            toLine(end + 1, line + 1);
        }
    }

    /** Goes on to the first line that has anything but spaces and comments on it, from the one that begins at an index on. */
    void toLine(int start, int number) {
        int length = text.length();
        line = number;
        commented = false;
        int from = start;
        while (true) {
            int first = from;
            while (first < length && text.charAt(first) == ' ') {
                first++;
            }
            char c = first < length ? text.charAt(first) : '\n';
            if (c == '#' || c == '\n') {
                commented |= c == '#';
                int over = c == '#' ? text.indexOf('\n', first) : first;
                if (over < 0 || over == length) {
                    place(from, length, length, OUTSIDE);
                    return;
                }
                from = over + 1;
                line++;
            } else if (c == '\t') {
                throw UnusualYaml.here();
            } else {
                int over = text.indexOf('\n', first);
                place(from, first, over < 0 ? length : over, first > from ? first - from : leftmost(c, from));
                return;
            }
        }
    }

    private int leftmost(char first, int start) {
        if (first != '-' && first != '.' || !separates(start)) {
            return 0;
        }
        if (first == '.') {
            throw UnusualYaml.here();
        }
        return OUTSIDE;
    }

    private void place(int newLine, int newPlace, int newEnd, int newIndent) {
        lineStart = newLine;
        at = newPlace;
        end = newEnd;
        indent = newIndent;
    }

    /** Takes a line of a text of several lines, whatever stands on it. */
    void enterLine(int start) {
        int over = text.indexOf('\n', start);
        line++;
        place(start, start, over < 0 ? text.length() : over, 0);
    }

    /** Whether a marker stands at the beginning of the line at an index that a document begins with. */
    boolean startsDocument(int start) {
        return isMarker(start, "---");
    }

    /** Whether a marker stands there that separates documents. */
    boolean separates(int start) {
        return isMarker(start, "---") || isMarker(start, "...");
    }

    private boolean isMarker(int start, String marker) {
        int behind = start + 3;
        return text.startsWith(marker, start) && (behind == text.length() || " \t\n".indexOf(text.charAt(behind)) >= 0);
    }

    /** Makes sure that nothing but a comment follows on the line, and goes on to the next. */
    void endLine() {
        int before = at;
        skipSpaces();
        if (at < end && (text.charAt(at) != '#' || at == before)) {
            throw UnusualYaml.here();
        }
        nextLine();
    }
}
