package io.istiodoctor.fix;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The difference of two texts that have most lines in common, as {@code patch -p0} takes it. */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;
    /** Pairs of lines that are compared at most. */
    private static final long LARGEST = 4_000_000;

    private final List<String> old;
    private final BitSet oldHidden;
    private final List<String> fresh;
    private final BitSet freshHidden;

    private UnifiedDiff(List<String> old, BitSet oldHidden, List<String> fresh, BitSet freshHidden) {
        this.old = old;
        this.oldHidden = oldHidden;
        this.fresh = fresh;
        this.freshHidden = freshHidden;
    }

    /** The diff; empty when there is none. */
    public static String of(String name, String before, String after) {
        return of(name, before, new BitSet(), after, new BitSet()).orElseThrow();
    }

    /**
     * The diff, an empty text when nothing differs. A text that was or becomes empty is a file that is made or removed.
     *
     * @param name of the file, as the user gave it
     * @param beforeHidden the numbers of the old text's lines, from 1, that may not be shown: a part that differs has fewer lines around it where
     *     these are near
     * @param afterHidden the same of the new text
     * @return empty when a line that may not be shown differs
     */
    public static Optional<String> of(String name, String before, BitSet beforeHidden, String after, BitSet afterHidden) {
        if (before.equals(after)) {
            return Optional.of("");
        }
        UnifiedDiff difference = new UnifiedDiff(lines(before), beforeHidden, lines(after), afterHidden);
        StringBuilder diff = new StringBuilder("--- " + (before.isEmpty() ? "/dev/null" : name) + "\n+++ " + (after.isEmpty() ? "/dev/null" : name) + "\n");
        for (Hunk hunk : difference.hunks()) {
            if (hides(beforeHidden, hunk.oldFrom, hunk.oldTo) || hides(afterHidden, hunk.newFrom, hunk.newTo)) {
                return Optional.empty();
            }
            difference.add(hunk, diff);
        }
        return Optional.of(diff.toString());
    }

    /** Whether one of the lines from one index to another may not be shown. */
    private static boolean hides(BitSet hidden, int from, int to) {
        int next = hidden.nextSetBit(from + 1);
        return next >= 0 && next <= to;
    }

    /** Lines with their line breaks. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, next));
            from = next;
        }
        return lines;
    }

    /** A part that differs: lines of the old text, and those of the new one in their place. */
    private record Hunk(int oldFrom, int oldTo, int newFrom, int newTo) {}

    private void add(Hunk hunk, StringBuilder diff) {
        int before = 0;
        while (before < CONTEXT && before < hunk.oldFrom && !oldHidden.get(hunk.oldFrom - before) && !freshHidden.get(hunk.newFrom - before)) {
            before++;
        }
        int after = 0;
        while (after < CONTEXT && hunk.oldTo + after < old.size() && !oldHidden.get(hunk.oldTo + after + 1) && !freshHidden.get(hunk.newTo + after + 1)) {
            after++;
        }
        int removed = hunk.oldTo - hunk.oldFrom + before + after;
        int added = hunk.newTo - hunk.newFrom + before + after;
        diff.append("@@ -").append(range(hunk.oldFrom - before, removed)).append(" +").append(range(hunk.newFrom - before, added)).append(" @@\n");
        old.subList(hunk.oldFrom - before, hunk.oldFrom).forEach(l -> line(diff, ' ', l));
        old.subList(hunk.oldFrom, hunk.oldTo).forEach(l -> line(diff, '-', l));
        fresh.subList(hunk.newFrom, hunk.newTo).forEach(l -> line(diff, '+', l));
        old.subList(hunk.oldTo, hunk.oldTo + after).forEach(l -> line(diff, ' ', l));
    }

    private static String range(int from, int count) {
        return (count == 0 ? from : from + 1) + "," + count;
    }

    private static void line(StringBuilder diff, char mark, String line) {
        diff.append(mark).append(line).append(line.endsWith("\n") ? "" : "\n\\ No newline at end of file\n");
    }

    // What is equal at both ends stays; between them as many lines as possible do.
    private List<Hunk> hunks() {
        int head = 0;
        while (head < old.size() && head < fresh.size() && old.get(head).equals(fresh.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < old.size() - head && tail < fresh.size() - head && old.get(old.size() - 1 - tail).equals(fresh.get(fresh.size() - 1 - tail))) {
            tail++;
        }
        List<String> a = old.subList(head, old.size() - tail);
        List<String> b = fresh.subList(head, fresh.size() - tail);
        if ((long) a.size() * b.size() > LARGEST) {
            return List.of(new Hunk(head, head + a.size(), head, head + b.size()));
        }
        List<Hunk> hunks = new ArrayList<>();
        int[][] common = common(a, b);
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            int fromA = i;
            int fromB = j;
            while ((i < a.size() || j < b.size()) && !(i < a.size() && j < b.size() && a.get(i).equals(b.get(j)))) {
                if (j == b.size() || i < a.size() && common[i + 1][j] >= common[i][j + 1]) {
                    i++;
                } else {
                    j++;
                }
            }
            if (i > fromA || j > fromB) {
                hunks.add(new Hunk(head + fromA, head + i, head + fromB, head + j));
            }
            while (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                i++;
                j++;
            }
        }
        return together(hunks);
    }

    /** How many lines two rests have in common at most. */
    private static int[][] common(List<String> a, List<String> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] = a.get(i).equals(b.get(j)) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    // Parts whose context would overlap are one.
    private List<Hunk> together(List<Hunk> hunks) {
        List<Hunk> joined = new ArrayList<>();
        for (Hunk hunk : hunks) {
            Hunk last = joined.isEmpty() ? hunk : joined.getLast();
            if (!joined.isEmpty() && hunk.oldFrom - last.oldTo <= 2 * CONTEXT && !hides(oldHidden, last.oldTo, hunk.oldFrom)) {
                joined.set(joined.size() - 1, new Hunk(last.oldFrom, hunk.oldTo, last.newFrom, hunk.newTo));
            } else {
                joined.add(hunk);
            }
        }
        return joined;
    }
}
