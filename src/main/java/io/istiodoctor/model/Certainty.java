package io.istiodoctor.model;

/** How sure an answer is. */
public enum Certainty {
    /** The state is known. */
    CERTAIN,
    /** The state follows from a part of the input that may not be all there is. */
    INFERRED,
    /** The state is not known. */
    UNKNOWN;

    /** The less sure of two, for what rests on both. */
    public Certainty and(Certainty other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
