package io.istiodoctor.model;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has to be known of a regular expression before the Java library may read it: RE2, which Envoy uses, refuses repetitions within repetitions that
 * multiply to more than a thousand, and Go's library, which istiod uses, groups that nest deeper than that; the Java library refuses neither, and would never
 * be done with the first. It refuses a repeated brace that begins no repetition, which both others take for a character.
 */
final class ExpressionScan {
    private static final long MOST = 1000;
    private static final int DEEPEST = 1000;

    private final String pattern;
    private final StringBuilder translated = new StringBuilder();
    // What the largest repetition in each open group comes to; the last atom's is what a repetition behind it multiplies.
    private final Deque<Long> groups = new ArrayDeque<>();
    private long here = 1;
    private long atom = 1;

    private ExpressionScan(String pattern) {
        this.pattern = pattern;
    }

    /** @param problem why RE2 or Go refuse it; empty when nothing is seen yet */
    record Scanned(String translated, String problem) {}

    /** The expression as the Java library has to read it. */
    static Scanned of(String pattern) {
        ExpressionScan scan = new ExpressionScan(pattern);
        String problem = scan.problem();
        return new Scanned(scan.translated.toString(), problem);
    }

    private String problem() {
        for (int i = 0; i < pattern.length();) {
            int next = next(i);
            translated.append(pattern, i, next);
            i = next;
            if (here > MOST) {
                return "invalid repeat count: repetitions within repetitions come to more than " + MOST;
            }
            if (groups.size() >= DEEPEST) {
                return "expression nests too deeply";
            }
        }
        return "";
    }

    /** Where the part that begins here ends. */
    private int next(int i) {
        return switch (pattern.charAt(i)) {
            case '\\' -> {
                atom = 1;
                yield Math.min(pattern.length(), escapeEnd(i + 1));
            }
            case '[' -> {
                atom = 1;
                yield Math.min(pattern.length(), classEnd(i) + 1);
            }
            case '(' -> {
                groups.push(here);
                here = 1;
                atom = 1;
                yield i + 1;
            }
            case ')' -> {
                atom = here;
                here = Math.max(groups.isEmpty() ? 1 : groups.pop(), atom);
                yield i + 1;
            }
            case '{' -> repeated(i);
            case '*', '+', '?' -> i + 1;
            default -> {
                atom = 1;
                yield i + 1;
            }
        };
    }

    private int repeated(int brace) {
        int least = digitsEnd(brace + 1);
        int most = pattern.startsWith(",", least) ? digitsEnd(least + 1) : least;
        if (least == brace + 1 || !pattern.startsWith("}", most)) {
            atom = 1;
            translated.append('\\');
            return brace + 1;
        }
        atom = Math.min(MOST + 1, atom * Math.max(1, Math.max(number(brace + 1, least), number(least + 1, most))));
        here = Math.max(here, atom);
        return most + 1;
    }

    private int digitsEnd(int start) {
        int end = start;
        while (end < pattern.length() && pattern.charAt(end) >= '0' && pattern.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** A count of repetitions; 1 where there is none, and of one that the library itself finds too large. */
    private long number(int start, int end) {
        return end <= start || end - start > 4 ? 1 : Long.parseLong(pattern, start, end, 10);
    }

    /** Behind all that belongs to a backslash: a letter, the name of a class in braces, a code in braces, what is quoted up to {@code \E}. */
    private int escapeEnd(int letter) {
        if (pattern.startsWith("Q", letter)) {
            return quoteEnd(letter + 1);
        }
        boolean braced = letter < pattern.length() && "pPx".indexOf(pattern.charAt(letter)) >= 0 && pattern.startsWith("{", letter + 1);
        int close = braced ? pattern.indexOf('}', letter) : -1;
        return (close < 0 ? letter : close) + 1;
    }

    /** Behind what is quoted from here on, all of which is literal. */
    private int quoteEnd(int start) {
        int end = pattern.indexOf("\\E", start);
        return end < 0 ? pattern.length() : end + 2;
    }

    /** The bracket that ends a class. */
    private int classEnd(int open) {
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
}
