package io.istiodoctor.mend;

import io.istiodoctor.source.Snapshot;

/** What was found for a request, as it is written down: files with their changes, or commands for a cluster. */
public record Proposal(Mending mending) {
    /** The changes of a state's objects, written down. */
    public static Proposal of(Mending mending, Snapshot snapshot) {
        return new Proposal(mending);
    }
}
