package io.istiodoctor.trace;

import io.istiodoctor.mesh.Workload;

/** Whether pods take traffic. */
final class Readiness {
    private Readiness() {}

    /** A pod that tells nothing of itself, in a manifest, counts as ready: it has not been started yet. */
    static boolean ready(Workload pod) {
        return pod.ready() || pod.resource().status().get("conditions").elements().isEmpty();
    }
}
