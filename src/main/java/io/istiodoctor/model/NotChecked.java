package io.istiodoctor.model;

/** A rule that could not be judged, wholly or for some objects, and why. */
public record NotChecked(String rule, String reason) implements Comparable<NotChecked> {
    @Override
    public int compareTo(NotChecked other) {
        int byRule = rule.compareTo(other.rule);
        return byRule != 0 ? byRule : reason.compareTo(other.reason);
    }
}
