package io.istiodoctor.trace;

/** Where a request comes from. */
public sealed interface RequestOrigin {
    /** Outside the cluster. */
    record External() implements RequestOrigin {}

    /** A pod of the mesh, named by its own name or by that of the workload that runs it. */
    record FromWorkload(String namespace, String name) implements RequestOrigin {}
}
