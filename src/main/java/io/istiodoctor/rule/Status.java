package io.istiodoctor.rule;

/** Where a rule is in its life. */
public enum Status {
    /** Tried and kept. */
    STABLE,
    /** Runs only when it is named. */
    PREVIEW,
    /** Still runs; will go. */
    DEPRECATED
}
