package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.config.EnvoyListener;

/**
 * A connection at a port of a gateway's pod on which something listens.
 *
 * @param assumed whether nothing leads there and the listener is the one that was meant
 */
record GatewayArrival(EntryPoint entry, Workload pod, EnvoyListener listener, boolean assumed) {
    /** The port that was asked for: of the Service in front, else of the node. */
    long port() {
        return entry.servicePort().map(p -> p.number()).orElse(entry.port());
    }
}
