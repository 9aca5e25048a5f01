package io.istiodoctor.laboratory;

import java.util.Optional;

/**
 * One thing that istio-doctor said of a recorded mesh, held against what happened.
 *
 * @param what what was compared: trace, urls, check or proxy
 * @param mesh the mesh's name
 * @param where which of the mesh's requests, URLs or proxies; empty where it is the mesh as a whole
 * @param difference how the two differ, for people; empty where they agree
 */
record Comparison(String what, String mesh, String where, Optional<String> difference) {
    /** What an exception names it by. */
    String key() {
        return (what + " " + mesh + " " + where).strip();
    }

    /** The group that figures are given for. */
    String group() {
        return what + " " + mesh.substring(0, mesh.indexOf('-'));
    }

    boolean agrees() {
        return difference.isEmpty();
    }

    @Override
    public String toString() {
        return key() + difference.map(d -> ": " + d).orElse("");
    }
}
