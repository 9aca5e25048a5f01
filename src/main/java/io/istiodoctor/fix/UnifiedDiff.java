package io.istiodoctor.fix;

import io.istiodoctor.yaml.ConfidentialLines;
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

    private UnifiedDiff(String before, BitSet oldHidden, String after, BitSet freshHidden) {
        this.old = lines(before);
        this.oldHidden = oldHidden;
        this.fresh = lines(after);
        this.freshHidden = freshHidden;
    }

    /**
     * The diff; empty when there is none. A text that was or becomes empty is a file that is made or removed.
     *
     * @param name of the file, as the user gave it
     */
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
        String head = "--- " + (before.isEmpty() ? "/dev/null" : name) + "\n+++ " + (after.isEmpty() ? "/dev/null" : name) + "\n";
        return new UnifiedDiff(before, beforeHidden, after, afterHidden).write(head, 0, true);
    }

    /**
     * The diff of a part of a file, in which no line of a Secret stands; empty where one would have to.
     *
     * @param firstLine the number of the line with which the part begins
     */
    static Optional<String> ofPart(String name, int firstLine, String before, String after) {
        return new UnifiedDiff(before, ConfidentialLines.of(before), after, ConfidentialLines.of(after))
                .write("--- " + name + "\n+++ " + name + "\n", firstLine - 1, false);
    }

    private Optional<String> write(String head, int linesAbove, boolean whole) {
        StringBuilder diff = new StringBuilder(head);
        for (Hunk hunk : hunks()) {
            if (hides(oldHidden, hunk.oldFrom, hunk.oldTo) || hides(freshHidden, hunk.newFrom, hunk.newTo)) {
                return Optional.empty();
            }
            int before = Math.min(CONTEXT, hunk.oldFrom);
            int after = Math.min(CONTEXT, old.size() - hunk.oldTo);
            // patch takes a hunk with less context at one side for the beginning or end of the file.
            int shown = Math.min(shown(hunk, -1, before), shown(hunk, 1, after));
            boolean all = whole && shown(hunk, -1, before) == before && shown(hunk, 1, after) == after;
            hunk.addTo(diff, old, fresh, all ? before : shown, all ? after : shown, linesAbove);
        }
        return Optional.of(diff.toString());
    }

    /** How many lines before (-1) or behind (1) a part that differs may be shown. */
    private int shown(Hunk hunk, int direction, int most) {
        int shown = 0;
        while (shown < most && !oldHidden.get(direction < 0 ? hunk.oldFrom - shown : hunk.oldTo + shown + 1)) {
            shown++;
        }
        return shown;
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

    /** Lines of the old text, and those of the new one in their place. */
    private record Replacement(int oldFrom, int oldTo, int newFrom, int newTo) {}

    /** A part that differs: from the first line that is replaced to the last, with what stays between them. */
    private record Hunk(int oldFrom, int oldTo, int newFrom, int newTo, List<Replacement> replacements) {
        static Hunk of(Replacement r) {
            return new Hunk(r.oldFrom, r.oldTo, r.newFrom, r.newTo, List.of(r));
        }

        Hunk with(Hunk next) {
            List<Replacement> all = new ArrayList<>(replacements);
            all.addAll(next.replacements);
            return new Hunk(oldFrom, next.oldTo, newFrom, next.newTo, all);
        }

        void addTo(StringBuilder diff, List<String> old, List<String> fresh, int before, int after, int linesAbove) {
            int removed = oldTo - oldFrom + before + after;
            int added = newTo - newFrom + before + after;
            diff.append("@@ -").append(range(linesAbove + oldFrom - before, removed)).append(" +")
                    .append(range(linesAbove + newFrom - before, added)).append(" @@\n");
            int shown = oldFrom - before;
            for (Replacement r : replacements) {
                old.subList(shown, r.oldFrom).forEach(l -> line(diff, ' ', l));
                old.subList(r.oldFrom, r.oldTo).forEach(l -> line(diff, '-', l));
                fresh.subList(r.newFrom, r.newTo).forEach(l -> line(diff, '+', l));
                shown = r.oldTo;
            }
            old.subList(oldTo, oldTo + after).forEach(l -> line(diff, ' ', l));
        }

        private static String range(int from, int count) {
            return (count == 0 ? from : from + 1) + "," + count;
        }

        private static void line(StringBuilder diff, char mark, String line) {
            diff.append(mark).append(line).append(line.endsWith("\n") ? "" : "\n\\ No newline at end of file\n");
        }
    }

    // What is equal at both ends stays; between them as many lines as possible do.
    private List<Hunk> hunks() {
        int head = 0;
        while (head < old.size() && head < fresh.size() && old.get(head).equals(fresh.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < old.size() - head && tail < fresh.size() - head
                && old.get(old.size() - 1 - tail).equals(fresh.get(fresh.size() - 1 - tail))) {
            tail++;
        }
        List<String> a = old.subList(head, old.size() - tail);
        List<String> b = fresh.subList(head, fresh.size() - tail);
        if ((long) a.size() * b.size() > LARGEST) {
            return List.of(Hunk.of(new Replacement(head, head + a.size(), head, head + b.size())));
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
                hunks.add(Hunk.of(new Replacement(head + fromA, head + i, head + fromB, head + j)));
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
                joined.set(joined.size() - 1, last.with(hunk));
            } else {
                joined.add(hunk);
            }
        }
        return joined;
    }
}
