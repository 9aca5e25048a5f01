package io.istiodoctor.trace;

import java.util.Locale;

/** What becomes of a request. */
public enum Verdict {
    REACHABLE, REDIRECTED, SUSPECT, BROKEN, UNKNOWN;

    /** The name in output: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The exit status of the process: 0 it works, 1 it does not or hardly, 3 it cannot be told. */
    public int exitCode() {
        return switch (this) {
            case REACHABLE, REDIRECTED -> 0;
            case SUSPECT, BROKEN -> 1;
            case UNKNOWN -> 3;
        };
    }
}
