package io.istiodoctor.cluster;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.Comparator;
import java.util.List;

/**
 * What was read of one kind.
 *
 * @param allowed whether the user was allowed to read at least a part; a kind that is not served does not count
 */
record KindReading(Kind kind, List<Resource> resources, Coverage coverage, boolean allowed) {
    private static final Comparator<Resource> ORDER =
            Comparator.<Resource, String>comparing(r -> r.ref().namespace()).thenComparing(r -> r.ref().name());

    KindReading {
        resources = resources.stream().sorted(ORDER).toList();
    }
}
