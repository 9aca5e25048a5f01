package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.config.EnvoyListener;

/** A connection at a port of a gateway's pod on which something listens. */
record GatewayArrival(EntryPoint entry, Workload pod, EnvoyListener listener) {
    /** The port that was asked for: of the Service in front, else of the node. */
    long port() {
        return entry.servicePort().map(p -> p.number()).orElse(entry.port());
    }
}
