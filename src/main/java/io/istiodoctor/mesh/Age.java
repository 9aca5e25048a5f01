package io.istiodoctor.mesh;

import io.istiodoctor.model.Resource;
import java.util.Comparator;

/** The order in which istiod takes objects that compete: by creation, then name, then namespace. */
public final class Age {
    /** The object that has priority comes first. */
    public static final Comparator<Resource> OLDEST_FIRST = Comparator.comparing(Resource::creationTimestamp)
            .thenComparing(r -> r.ref().name()).thenComparing(r -> r.ref().namespace());

    private Age() {}
}
