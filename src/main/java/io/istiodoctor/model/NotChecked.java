package io.istiodoctor.model;

/**
 * A rule that could not be judged, wholly or for some objects, and why.
 *
 * @param failed whether the rule itself came to no end or to no value, and it is not for want of what was read
 */
public record NotChecked(String rule, String reason, boolean failed) implements Comparable<NotChecked> {
    /** A rule that could not be judged for want of what was read. */
    public NotChecked(String rule, String reason) {
        this(rule, reason, false);
    }

    @Override
    public int compareTo(NotChecked other) {
        int byRule = rule.compareTo(other.rule);
        return byRule != 0 ? byRule : reason.compareTo(other.reason);
    }
}
