package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Translates the library's places to ours. */
final class Marks {
    /** Indexes of the lines' first code points; null when the library counts lines and columns as editors do. */
    private final int @Nullable [] lineStarts;
    private final boolean returns;
    private final int before;

    private Marks(int @Nullable [] lineStarts, boolean returns, int before) {
        this.lineStarts = lineStarts;
        this.returns = returns;
        this.before = before;
    }

    /**
     * The translation for a part of a text that begins with a line, and is made of ASCII without carriage returns.
     *
     * @param before how many lines stand before it
     */
    static Marks ordinary(int before) {
        return new Marks(null, false, before);
    }

    /**
     * The translation for a part of a text that begins with a line.
     *
     * @param before how many lines stand before it
     * @throws SyntaxError where they cannot be told from the part alone
     */
    static Marks behind(int before, String name, String part) {
        Marks marks = of(part);
        if (marks.lineStarts != null) {
            throw new SyntaxError(name, new Mark(before + 1, 1), "an unusual line end");
        }
        return marks.behind(before);
    }

    /** The translation for a part of the same text that begins so many lines later; for plain ones alone. */
    Marks behind(int lines) {
        return new Marks(null, returns, before + lines);
    }

    /** How many lines stand before the text. */
    int linesBefore() {
        return before;
    }

    /** The translation for a text. */
    static Marks of(String text) {
        // To the library the first three end a line, and the fourth and a lone carriage return have places of their own;
        // editors and String.lines() see it differently.
        boolean unusual = text.indexOf('\u0085') >= 0 || text.indexOf('\u2028') >= 0 || text.indexOf('\u2029') >= 0
                || text.indexOf('\uFEFF') >= 0 || hasLoneReturn(text);
        boolean returns = text.indexOf('\r') >= 0;
        if (!unusual) {
            return new Marks(null, returns, 0);
        }
        int[] points = text.codePoints().toArray();
        return new Marks(IntStream.range(0, points.length + 1).filter(i -> i == 0 || points[i - 1] == '\n'
                || points[i - 1] == '\r' && !(i < points.length && points[i] == '\n')).toArray(), returns, 0);
    }

    /** Whether the library counts lines and columns as editors do. */
    boolean plain() {
        return lineStarts == null;
    }

    /** Whether carriage returns stand in the text. */
    boolean returns() {
        return returns;
    }

    private static boolean hasLoneReturn(String text) {
        int at = text.indexOf('\r');
        while (at >= 0 && text.startsWith("\n", at + 1)) {
            at = text.indexOf('\r', at + 1);
        }
        return at >= 0;
    }

    Mark of(org.yaml.snakeyaml.error.Mark mark) {
        if (lineStarts == null) {
            return new Mark(before + mark.getLine() + 1, mark.getColumn() + 1);
        }
        int found = Arrays.binarySearch(lineStarts, mark.getIndex());
        int line = found >= 0 ? found : -found - 2;
        return new Mark(line + 1, mark.getIndex() - lineStarts[line] + 1);
    }
}
