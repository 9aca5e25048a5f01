package io.istiodoctor.schema.demand;

import java.util.HashSet;
import java.util.Set;

/** Localities, {@code region/zone/subzone} or the beginning of that, of which none may lie in another. */
final class Localities {
    private final Set<String> whole = new HashSet<>();
    private final Set<String> begun = new HashSet<>();

    /** Whether a locality is written well, and has nothing in common with those before it. */
    boolean takes(String locality) {
        int asterisk = locality.indexOf('*');
        if (asterisk >= 0 && asterisk < locality.length() - 1 || whole.contains("*")) {
            return false;
        }
        String[] parts = locality.split("/", 3);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].isEmpty() || whole.contains(path.append(i > 0 ? "/" : "").append(parts[i]).toString())) {
                return false;
            }
        }
        if (begun.contains(locality)) {
            return false;
        }
        whole.add(locality);
        int end = locality.indexOf('/');
        for (int n = 1; n < parts.length; n++) {
            begun.add(locality.substring(0, end));
            end = locality.indexOf('/', end + 1);
        }
        return true;
    }
}
