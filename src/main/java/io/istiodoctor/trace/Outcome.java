package io.istiodoctor.trace;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the client gets. */
public sealed interface Outcome {
    /** An answer of the application. */
    record Answered() implements Outcome {}

    /**
     * A response of a proxy.
     *
     * @param flag Envoy's response flag; empty when it sets none
     * @param note what people read behind it; empty when the flag says all
     */
    record Status(int status, String flag, String note) implements Outcome {
        /** A response that its flag explains. */
        public Status(int status, String flag) {
            this(status, flag, "");
        }
    }

    /** A response that sends the client elsewhere. */
    record Redirected(int status, String location) implements Outcome {}

    /** No response at all. */
    record Failed(Failure failure) implements Outcome {}

    /** It cannot be told. */
    record Unknown() implements Outcome {}

    /** It ends in one of these, or goes on; which of both cannot be told. */
    record MayEnd(List<Outcome> ends) implements Outcome {
        public MayEnd {
            ends = List.copyOf(ends);
        }
    }

    /** It ends in one of these; in which cannot be told. */
    record OneOf(List<Outcome> ends) implements Outcome {
        public OneOf {
            ends = List.copyOf(ends);
        }
    }

    /** How a connection fails. */
    enum Failure {
        REFUSED("connection refused"), RESET("connection reset"), TLS("TLS error"), TIMEOUT("no answer (timeout)"), DNS("host not found");

        private final String words;

        Failure(String words) {
            this.words = words;
        }

        /** The name in output: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The application answers. */
    static Outcome answered() {
        return new Answered();
    }

    /** Nothing can be told. */
    static Outcome unknown() {
        return new Unknown();
    }

    /** Nothing listens. */
    static Outcome refused() {
        return new Failed(Failure.REFUSED);
    }

    /** The connection is cut. */
    static Outcome reset() {
        return new Failed(Failure.RESET);
    }

    /** What comes of it where the way behind ends so: a way that may end before it ends in one of both. */
    default Outcome before(Outcome behind) {
        return switch (this) {
            case MayEnd(List<Outcome> ends) -> switch (behind) {
                case MayEnd later -> new MayEnd(joined(ends, later.ends));
                case OneOf later -> new OneOf(joined(ends, later.ends));
                case Status s when s.status >= 400 -> alternative(ends, s);
                case Failed f -> alternative(ends, f);
                case Status s -> unknown();
                case Answered a -> unknown();
                case Redirected r -> unknown();
                case Unknown u -> unknown();
            };
            default -> this;
        };
    }

    private static Outcome alternative(List<Outcome> ends, Outcome other) {
        List<Outcome> all = joined(ends, List.of(other));
        return all.size() == 1 ? other : new OneOf(all);
    }

    private static List<Outcome> joined(List<Outcome> first, List<Outcome> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }

    /** As people read it: "404 NR", "301 to https://...", "connection refused", "403 or 503 UH". */
    default String words() {
        return switch (this) {
            case Answered a -> "the application's answer";
            case Status s -> s.status + (s.flag.isEmpty() ? "" : " " + s.flag) + (s.note.isEmpty() ? "" : " " + s.note);
            case Redirected r -> r.status + " to " + r.location;
            case Failed f -> f.failure.words;
            case OneOf(List<Outcome> ends) -> ends.stream().map(Outcome::words).collect(Collectors.joining(" or "));
            case MayEnd m -> "not known";
            case Unknown u -> "not known";
        };
    }
}
