package io.istiodoctor.mesh.base;

import io.istiodoctor.model.Resource;
import java.util.Comparator;

/**
 * The order in which istiod takes objects that compete: by creation, then name, then namespace. A manifest that was never
 * applied has no time of creation; it will be the youngest.
 */
public final class Age {
    /** The object that has priority comes first. */
    public static final Comparator<Resource> OLDEST_FIRST = Comparator
            .comparing((Resource r) -> r.creationTimestamp().isEmpty()).thenComparing(Resource::creationTimestamp)
            .thenComparing(r -> r.ref().name()).thenComparing(r -> r.ref().namespace());

    private Age() {}

    /** Whether it is certain which of two objects is older: both were created, at different times, or they are one. */
    public static boolean known(Resource a, Resource b) {
        return a == b || !a.creationTimestamp().isEmpty() && !b.creationTimestamp().isEmpty();
    }
}
