package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How long is waited for an API server: for a connection, for its next byte, for one answer, and for everything together, so that a
 * server that answers a byte a second, or lists without end, is given up too.
 *
 * @param nanoClock the time in nanoseconds
 * @param began when the reading began, by that clock
 */
record Deadlines(Duration connect, Duration silence, Duration answer, Duration total, LongSupplier nanoClock, long began) {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofMinutes(5);
    private static final Duration TOTAL = Duration.ofMinutes(15);
    /** Longer than anybody waits. */
    private static final Duration FOR_EVER = Duration.ofDays(1);

    static Deadlines of(Duration connect, Duration silence, Duration answer, Duration total) {
        return new Deadlines(connect, silence, answer, total, System::nanoTime, System.nanoTime());
    }

    /** The customary limits, or what {@code --request-timeout} says of one answer: zero for no limit at all. */
    static Deadlines of(Optional<Duration> requestTimeout) {
        if (requestTimeout.isEmpty()) {
            return of(CONNECT, SILENCE, ANSWER, TOTAL);
        }
        Duration answer = requestTimeout.get();
        return answer.isZero() ? of(FOR_EVER, FOR_EVER, FOR_EVER, FOR_EVER)
                : of(min(CONNECT, answer), min(SILENCE, answer), answer, max(TOTAL, answer.multipliedBy(3)));
    }

    /** How long the next answer may take. */
    Duration next(String what) {
        if (!left().isPositive()) {
            throw new UserError(UserError.UNREADABLE_CLUSTER, givenUp("", what));
        }
        return min(answer, left());
    }

    /** Why an answer, or everything, is not waited for any longer, and the way out. */
    String givenUp(String server, String what) {
        return left().isPositive() ? server + " was not done with " + what + " within " + words(answer)
                + "; give it more time with --request-timeout"
                : "reading the cluster took more than " + words(total) + ", at last " + what
                        + "; give it more time with --request-timeout, or look into why the API server is slow";
    }

    private Duration left() {
        return total.minusNanos(nanoClock.getAsLong() - began);
    }

    /** A time as messages show it. */
    static String words(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 1 ? time.toMillis() + " ms" : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
