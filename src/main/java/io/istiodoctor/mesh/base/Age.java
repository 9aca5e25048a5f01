package io.istiodoctor.mesh.base;

import io.istiodoctor.model.Resource;
import java.util.Comparator;

/**
 * The order in which istiod takes objects that compete: by creation, then name, then namespace. A manifest that was never
 * applied has no time of creation; it will be the youngest.
 */
public final class Age {
    /** The object that has priority comes first. */
    public static final Comparator<Resource> OLDEST_FIRST = Age::compare;

    private Age() {}

    // By hand, as in other places that every start passes: no archive of classes holds the comparators that Java combines.
    private static int compare(Resource a, Resource b) {
        int missing = Boolean.compare(a.creationTimestamp().isEmpty(), b.creationTimestamp().isEmpty());
        int times = missing != 0 ? missing : a.creationTimestamp().compareTo(b.creationTimestamp());
        int names = times != 0 ? times : a.ref().name().compareTo(b.ref().name());
        return names != 0 ? names : a.ref().namespace().compareTo(b.ref().namespace());
    }

    /** Whether it is certain which of two objects is older: both were created, at different times, or they are one. */
    public static boolean known(Resource a, Resource b) {
        return a == b || !a.creationTimestamp().isEmpty() && !b.creationTimestamp().isEmpty();
    }
}
