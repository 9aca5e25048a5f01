package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.config.EnvoyListener;
import java.util.Optional;

/**
 * A connection at a port of a gateway's pod on which something listens.
 *
 * @param assumed whether nothing leads there and the listener is the one that was meant
 * @param traffic what a pod of the cluster sends; empty for a client outside
 */
record GatewayArrival(EntryPoint entry, Workload pod, EnvoyListener listener, boolean assumed, Optional<Traffic> traffic) {
    /** From a client outside. */
    GatewayArrival(EntryPoint entry, Workload pod, EnvoyListener listener, boolean assumed) {
        this(entry, pod, listener, assumed, Optional.empty());
    }

    /** The same from a pod. */
    GatewayArrival sentBy(Traffic sender) {
        return new GatewayArrival(entry, pod, listener, assumed, Optional.of(sender));
    }

    /** The connection as the listener sees it. */
    Connection connection(TraceRequest request) {
        return traffic.map(t -> t.connection(pod.podIP(), listener.port()))
                .orElseGet(() -> Connection.of(request, pod.podIP(), listener.port()));
    }

    /** The port that was asked for: of the Service in front, else of the node. */
    long port() {
        return entry.servicePort().map(p -> p.number()).orElse(entry.port());
    }
}
