package io.istiodoctor.trace;

import io.istiodoctor.mesh.HostPattern;
import java.util.Comparator;

/** Which of several hosts a request belongs to: an exact one before a wildcard, a longer wildcard before a shorter. */
final class VirtualHost {
    /** The most specific host is the greatest. */
    static final Comparator<String> BY_SPECIFICITY = Comparator.comparing((String h) -> !HostPattern.isWildcard(h))
            .thenComparing(String::length).thenComparing(Comparator.naturalOrder());

    private VirtualHost() {}
}
