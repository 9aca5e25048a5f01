package io.istiodoctor.cluster;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What was read of one kind. */
record KindReading(Kind kind, List<Resource> resources, Coverage coverage, Outcome outcome) {
    /** How asking for a kind went. */
    enum Outcome {
        /** At least a part was read. */
        READ,
        /** Nothing of it could be read. */
        UNREAD,
        /** The cluster does not have this kind, so that there are no objects of it. */
        NOT_SERVED
    }

    private static final Comparator<Resource> ORDER = Comparator.<Resource, String>comparing(r -> r.ref().namespace())
            .thenComparing(r -> r.ref().name());

    KindReading {
        resources = resources.stream().sorted(ORDER).toList();
    }

    /** Of a kind that is not served there are certainly no objects. */
    static KindReading notServed(Kind kind) {
        return new KindReading(kind, List.of(), new Coverage.Complete(), Outcome.NOT_SERVED);
    }

    /** The same where absence must not be believed: nothing was read then. */
    KindReading doubted(String reason) {
        return new KindReading(kind, List.of(), Coverage.None.failed(reason, Optional.empty()), outcome);
    }
}
