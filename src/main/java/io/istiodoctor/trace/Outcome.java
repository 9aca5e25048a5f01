package io.istiodoctor.trace;

import java.util.Locale;

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

    /** As people read it: "404 NR", "301 to https://...", "connection refused". */
    default String words() {
        return switch (this) {
            case Answered a -> "the application's answer";
            case Status s -> s.status + (s.flag.isEmpty() ? "" : " " + s.flag) + (s.note.isEmpty() ? "" : " " + s.note);
            case Redirected r -> r.status + " to " + r.location;
            case Failed f -> f.failure.words;
            case Unknown u -> "not known";
        };
    }
}
