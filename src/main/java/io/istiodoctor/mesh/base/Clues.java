package io.istiodoctor.mesh.base;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What manifests that may be a part of more tell of what they lack. That something is missing is never known from them; but where the very thing that
 * was looked for stands elsewhere among them, in a place where it is not found, a mistake is likely.
 */
public final class Clues {
    private static final int SHORTEST = 6;
    private static final int SHORTEST_SWAPPED = 4;

    private static final Set<String> INSTALLED = Set.of("istio-system", "kube-system");

    private Clues() {}

    /**
     * What it means that manifests lack an object to which none of the others comes near: next to nothing in the namespaces of what is installed by other
     * means, of which manifests hold some objects alone.
     */
    public static Certainty absenceIn(String namespace, Coverage coverage, boolean near) {
        return coverage instanceof Coverage.Partial && !near && INSTALLED.contains(namespace) ? Certainty.UNKNOWN
                : coverage.absenceIn(namespace);
    }

    /** What an absence means of which nothing is known, where a clue speaks for a mistake. */
    public static Certainty weigh(Certainty absence, boolean clue) {
        return absence == Certainty.UNKNOWN && clue ? Certainty.INFERRED : absence;
    }

    /**
     * Whether the namespaces of two manifests are certain enough to be compared: both are written down, or both objects stand in one file, which
     * nobody applies to two namespaces.
     */
    public static boolean comparable(Resource a, Resource b) {
        return placed(a) && placed(b)
                || a.origin() instanceof Origin.File fa && b.origin() instanceof Origin.File fb && fa.text() == fb.text();
    }

    private static boolean placed(Resource resource) {
        return !resource.root().get("metadata").text("namespace").isEmpty();
    }

    /**
     * Whether a name is most likely another one misspelt: one letter differs, or two behind the first, and it is not the other with something added,
     * by which people tell one from the other. Of short names, which differ by a letter on purpose, two neighbouring letters must have changed places.
     */
    public static boolean misspelt(String name, String other) {
        String a = name.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        boolean words = a.chars().allMatch(Character::isLetter) && b.chars().filter(c -> c != '-').allMatch(Character::isLetter);
        boolean apart = a.startsWith(b) || b.startsWith(a) || a.endsWith(b) || b.endsWith(a);
        return !name.equals(other) && (a.equals(b) || words && !apart && (Math.min(a.length(), b.length()) >= SHORTEST
                ? Nearest.distance(a, b) <= (a.charAt(0) == b.charAt(0) ? 2 : 1) : swapped(a, b)));
    }

    private static boolean swapped(String a, String b) {
        return a.length() == b.length() && a.length() >= SHORTEST_SWAPPED && IntStream.range(1, a.length())
                .anyMatch(i -> b.equals(a.substring(0, i - 1) + a.charAt(i) + a.charAt(i - 1) + a.substring(i + 1)));
    }
}
