package io.istiodoctor.model;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Repetitions within repetitions of a regular expression. RE2, which Envoy uses, refuses those that multiply to more than a thousand; the Java
 * library does not, and would never be done with them. Envoy 1.40 was asked about 314 expressions ({@code regex/played.tsv} of the tests).
 */
public final class NestedRepeats {
    private static final long MOST = 1000;

    private NestedRepeats() {}

    /** Whether RE2 refuses the expression for its repetitions. */
    public static boolean excessive(String pattern) {
        // What the largest repetition in each open group comes to; the last atom's is what a repetition behind it multiplies.
        Deque<Long> groups = new ArrayDeque<>();
        long here = 1;
        long atom = 1;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> {
                    i = pattern.startsWith("Q", i + 1) ? quoteEnd(pattern, i + 2) : i + 1;
                    atom = 1;
                }
                case '[' -> {
                    i = classEnd(pattern, i);
                    atom = 1;
                }
                case '(' -> {
                    groups.push(here);
                    here = 1;
                    atom = 1;
                }
                case ')' -> {
                    atom = here;
                    here = Math.max(groups.isEmpty() ? 1 : groups.pop(), atom);
                }
                case '{' -> {
                    long count = count(pattern, i);
                    atom = count == 0 ? 1 : Math.min(MOST + 1, atom * count);
                    here = Math.max(here, atom);
                    i = count == 0 ? i : pattern.indexOf('}', i);
                }
                case '*', '+', '?' -> {
                }
                default -> atom = 1;
            }
            if (here > MOST) {
                return true;
            }
        }
        return false;
    }

    /** The last character of what is quoted from here on, all of which is literal. */
    private static int quoteEnd(String pattern, int start) {
        int end = pattern.indexOf("\\E", start);
        return end < 0 ? pattern.length() : end + 1;
    }

    private static int classEnd(String pattern, int open) {
        int i = open + 1;
        if (pattern.startsWith("^", i)) {
            i++;
        }
        // A bracket that stands first is a character of the class.
        for (i++; i < pattern.length() && pattern.charAt(i) != ']'; i++) {
            if (pattern.charAt(i) == '\\') {
                i++;
            }
        }
        return i;
    }

    /** The larger number of {n}, {n,} or {n,m}, at least 1; 0 where the brace is none of them. */
    private static long count(String pattern, int brace) {
        int end = pattern.indexOf('}', brace);
        String inside = end < 0 ? "" : pattern.substring(brace + 1, Math.min(end, brace + 12));
        if (!inside.matches("\\d{1,4}(,\\d{0,4})?")) {
            return 0;
        }
        String[] numbers = inside.split(",");
        return Math.max(1, Math.max(Integer.parseInt(numbers[0]), numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0));
    }
}
