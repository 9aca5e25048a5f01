package io.istiodoctor.schema.demand;

import java.util.HashSet;
import java.util.Set;

/** Hosts with and without an asterisk in front, and whether another has a name in common with one of them. */
final class HostSet {
    private final Set<String> names = new HashSet<>();
    private final Set<String> suffixes = new HashSet<>();
    /** Every end of every name and suffix, so that a wildcard finds what it takes. */
    private final Set<String> ends = new HashSet<>();

    /** Whether the first takes every name that the second takes. */
    static boolean covers(String general, String specific) {
        if (!general.startsWith("*")) {
            return general.equals(specific);
        }
        boolean narrower = !specific.startsWith("*") || specific.length() >= general.length();
        return narrower && (specific.startsWith("*") ? specific.substring(1) : specific).endsWith(general.substring(1));
    }

    void add(String host) {
        boolean wildcard = host.startsWith("*");
        String name = wildcard ? host.substring(1) : host;
        (wildcard ? suffixes : names).add(name);
        for (int i = 0; i <= name.length(); i++) {
            ends.add(name.substring(i));
        }
    }

    boolean overlaps(String host) {
        boolean wildcard = host.startsWith("*");
        String name = wildcard ? host.substring(1) : host;
        if (wildcard && ends.contains(name) || !wildcard && names.contains(name)) {
            return true;
        }
        for (int i = 0; i <= name.length(); i++) {
            if (suffixes.contains(name.substring(i))) {
                return true;
            }
        }
        return false;
    }
}
