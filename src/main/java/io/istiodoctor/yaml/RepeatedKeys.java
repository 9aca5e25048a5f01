package io.istiodoctor.yaml;

/** What a key means that stands twice in one mapping. */
public enum RepeatedKeys {
    /** A mistake, of which nobody can say which value was meant. */
    REFUSED,
    /** The last counts, as for kubectl in its kubeconfig. */
    LAST_COUNTS
}
