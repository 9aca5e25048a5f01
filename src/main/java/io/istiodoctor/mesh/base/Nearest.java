package io.istiodoctor.mesh.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** "Did you mean": the nearest of some candidates to a text that names none of them. */
public final class Nearest {
    private Nearest() {}

    /** The nearest name when it is near enough to have been meant; ties go to the first in alphabetical order. */
    public static Optional<String> name(String wanted, Collection<String> candidates) {
        return candidates.stream().filter(c -> distance(wanted, c) <= tolerance(wanted, c))
                .min(Comparator.comparingInt((String c) -> distance(wanted, c)).thenComparing(Comparator.naturalOrder()));
    }

    private static int tolerance(String wanted, String candidate) {
        String a = wanted.toLowerCase(Locale.ROOT);
        String b = candidate.toLowerCase(Locale.ROOT);
        boolean extended = Math.min(a.length(), b.length()) >= 3 && (a.startsWith(b) || b.startsWith(a));
        return extended ? Integer.MAX_VALUE : Math.max(1, Math.max(a.length(), b.length()) / 3);
    }

    /** The nearest host that was most likely meant: of as many labels, all but one of which are the same, and that one is near. */
    public static Optional<String> host(String wanted, Collection<String> candidates) {
        return candidates.stream().filter(c -> !c.equalsIgnoreCase(wanted) && likeHost(wanted, c))
                .min(Comparator.comparingInt((String c) -> distance(wanted, c)).thenComparing(Comparator.naturalOrder()));
    }

    private static boolean likeHost(String wanted, String candidate) {
        String[] a = wanted.toLowerCase(Locale.ROOT).split("\\.");
        String[] b = candidate.toLowerCase(Locale.ROOT).split("\\.");
        List<Integer> other = IntStream.range(0, Math.min(a.length, b.length)).filter(i -> !a[i].equals(b[i])).boxed().toList();
        return a.length == b.length && other.size() == 1 && name(a[other.getFirst()], List.of(b[other.getFirst()])).isPresent();
    }

    /** The Damerau-Levenshtein distance (restricted), letter case aside; different letter case alone counts 0. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }

    /**
     * The port that was most likely meant: the same digits in another order, else with digits added, else one digit
     * changed, else the customary port of plain HTTP, else the first.
     */
    public static Optional<Long> port(long wanted, Collection<Long> candidates) {
        String text = Long.toString(wanted);
        return candidates.stream().min(Comparator.comparingInt((Long c) -> portDistance(text, Long.toString(c))));
    }

    private static int portDistance(String wanted, String candidate) {
        if (sorted(wanted).equals(sorted(candidate))) {
            return 0;
        }
        boolean extended = wanted.length() > 1 && (candidate.endsWith(wanted) || candidate.startsWith(wanted));
        return extended ? 1 : distance(wanted, candidate) == 1 ? 2 : candidate.equals("80") ? 3 : 4;
    }

    private static String sorted(String digits) {
        return digits.chars().sorted().collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
