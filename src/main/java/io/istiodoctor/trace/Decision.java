package io.istiodoctor.trace;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a stage made of a request: it goes on, or its way ends here. */
sealed interface Decision<T> {
    /** What was decided on the way so far, in order. */
    List<Step> steps();

    /** The request goes on, with what the next stage needs. */
    record Onward<T>(T next, List<Step> steps) implements Decision<T> {}

    /**
     * The way ends.
     *
     * @param behind how it would go on if this were mended; empty where that is not known
     */
    record Ended<T>(Outcome outcome, Optional<T> behind, List<Step> steps) implements Decision<T> {}

    static <T> Decision<T> onward(T next, Step... steps) {
        return new Onward<>(next, List.of(steps));
    }

    static <T> Decision<T> ended(Outcome outcome, Step... steps) {
        return new Ended<>(outcome, Optional.empty(), List.of(steps));
    }

    /** The way ends, though it is known how it would go on. */
    static <T> Decision<T> brokenBefore(T behind, Outcome outcome, Step... steps) {
        return new Ended<>(outcome, Optional.of(behind), List.of(steps));
    }

    /** The decision of the next stage; behind the end of the way, what it would be. */
    default <U> Decision<U> then(Function<T, Decision<U>> stage) {
        return switch (this) {
            case Onward<T>(T next, List<Step> steps) -> prepend(steps, stage.apply(next));
            case Ended<T>(Outcome outcome, Optional<T> behind, List<Step> steps) -> {
                Optional<Decision<U>> hypothetical = behind.map(stage);
                List<Step> all = concat(steps, hypothetical.map(Decision::steps).orElse(List.of()));
                yield new Ended<>(hypothetical.map(later -> end(outcome, later)).orElse(outcome), hypothetical.flatMap(Decision::reached),
                        all);
            }
        };
    }

    // Where the way behind is only doubtful, it may go well.
    private static Outcome end(Outcome outcome, Decision<?> behind) {
        return behind instanceof Ended<?> later && later.steps.stream().anyMatch(s -> s.status() == HopStatus.BROKEN)
                ? outcome.before(later.outcome) : outcome;
    }

    /** What the next stage needs, where the way goes on or would go on. */
    default Optional<T> reached() {
        return switch (this) {
            case Onward<T> o -> Optional.of(o.next);
            case Ended<T> e -> e.behind;
        };
    }

    private static <U> Decision<U> prepend(List<Step> steps, Decision<U> later) {
        return switch (later) {
            case Onward<U> o -> new Onward<>(o.next, concat(steps, o.steps));
            case Ended<U> e -> new Ended<>(e.outcome, e.behind, concat(steps, e.steps));
        };
    }

    private static List<Step> concat(List<Step> a, List<Step> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }
}
