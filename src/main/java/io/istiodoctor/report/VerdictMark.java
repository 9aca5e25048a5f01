package io.istiodoctor.report;

import io.istiodoctor.trace.Verdict;

/** How a verdict looks. */
final class VerdictMark {
    private VerdictMark() {}

    static String of(Verdict verdict, Screen screen) {
        return switch (verdict) {
            case REACHABLE, REDIRECTED -> screen.pick("✔", "+");
            case SUSPECT -> screen.pick("▲", "!");
            case BROKEN -> screen.pick("✖", "x");
            case UNKNOWN -> "?";
        };
    }

    static Role role(Verdict verdict) {
        return switch (verdict) {
            case REACHABLE, REDIRECTED -> Role.GOOD;
            case SUSPECT -> Role.WARNING;
            case BROKEN -> Role.ERROR;
            case UNKNOWN -> Role.INFO;
        };
    }
}
