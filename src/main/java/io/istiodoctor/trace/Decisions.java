package io.istiodoctor.trace;

import io.istiodoctor.trace.Decision.Ended;
import io.istiodoctor.trace.Decision.Onward;
import java.util.List;
import java.util.stream.Stream;

/** Decisions of several stages together. */
final class Decisions {
    private Decisions() {}

    /** A decision with what is to be told before it. */
    static <T> Decision<T> told(List<Step> before, Decision<T> decision) {
        return switch (decision) {
            case Onward<T> o -> new Onward<>(o.next(), Stream.concat(before.stream(), o.steps().stream()).toList());
            case Ended<T> e -> new Ended<>(e.outcome(), e.behind(), Stream.concat(before.stream(), e.steps().stream()).toList());
        };
    }
}
