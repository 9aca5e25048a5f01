package io.istiodoctor.mesh.base;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Host names with wildcards as Istio compares them (pkg/config/host): {@code *} matches everything, {@code *.x} every
 * name that ends in {@code .x} at any depth, but not {@code x} itself; letter case does not count.
 */
public final class HostPattern {
    /** The most specific host is the greatest: an exact one before a wildcard, a longer one before a shorter, and then by the alphabet (MoreSpecific). */
    public static final Comparator<String> BY_SPECIFICITY = HostPattern::compare;

    private HostPattern() {}

    private static int compare(String a, String b) {
        int kinds = Boolean.compare(isWildcard(b), isWildcard(a));
        int lengths = kinds != 0 ? kinds : Integer.compare(a.length(), b.length());
        return lengths != 0 ? lengths : b.compareTo(a);
    }

    /** Whether every name that {@code specific} stands for is also one of {@code general}'s. */
    public static boolean covers(String general, String specific) {
        String g = general.toLowerCase(Locale.ROOT);
        String s = specific.toLowerCase(Locale.ROOT);
        if (!g.startsWith("*")) {
            return g.equals(s);
        }
        String suffix = g.substring(1);
        String name = s.startsWith("*") ? s.substring(1) : s;
        return name.endsWith(suffix) && (s.startsWith("*") || name.length() > suffix.length() || suffix.isEmpty());
    }

    /** Whether some name belongs to both: one covers the other. */
    public static boolean overlap(String a, String b) {
        return covers(a, b) || covers(b, a);
    }

    /** The names that belong to both: the narrower of the two. */
    public static Optional<String> intersection(String a, String b) {
        return covers(a, b) ? Optional.of(b) : covers(b, a) ? Optional.of(a) : Optional.empty();
    }

    /** Whether it stands for more than one name. */
    public static boolean isWildcard(String host) {
        return host.startsWith("*");
    }
}
