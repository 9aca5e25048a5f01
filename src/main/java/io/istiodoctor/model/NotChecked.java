package io.istiodoctor.model;

import java.util.Optional;

/**
 * A rule that could not be judged, wholly or for some objects, and why.
 *
 * @param failed whether the rule itself came to no end or to no value, and it is not for want of what was read
 * @param absentKind the name of the kind, where the reason is that files have no object of it
 */
public record NotChecked(String rule, String reason, boolean failed, Optional<String> absentKind) implements Comparable<NotChecked> {
    /** A rule that could not be judged for want of what was read. */
    public NotChecked(String rule, String reason) {
        this(rule, reason, false);
    }

    /** A rule that could not be judged, or that itself came to no end or to no value. */
    public NotChecked(String rule, String reason, boolean failed) {
        this(rule, reason, failed, Optional.empty());
    }

    /** The same, with the kind that files lack. */
    public NotChecked forWantOf(Optional<String> kind) {
        return new NotChecked(rule, reason, failed, kind);
    }

    @Override
    public int compareTo(NotChecked other) {
        int byRule = rule.compareTo(other.rule);
        return byRule != 0 ? byRule : reason.compareTo(other.reason);
    }
}
