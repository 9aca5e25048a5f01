package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import java.util.List;
import java.util.Optional;

/**
 * Connections over IPv6 from or to pods that have IPv4 as well. Whether their proxies see them at all depends on how Istio and its CNI were installed
 * (ISTIO_DUAL_STACK), for the rules by which the node's kernel leads connections to a proxy as well as for its listeners.
 */
final class SecondFamily {
    private SecondFamily() {}

    /** Why nothing more can be said of a connection, where the proxy beside a pod may see it or not. */
    static Optional<Step> unknown(Stage stage, Workload pod, String address) {
        return !pod.sidecar() || !pod.dualStack() || !ListenerFamily.ipv6(address) ? Optional.empty()
                : Optional.of(new Step(stage, Optional.of(pod.resource().ref()), HopStatus.UNKNOWN,
                        "The connection is one over IPv6, and " + pod.resource().ref()
                                + " has IPv4 as well: whether the proxy beside it sees"
                                + " such connections depends on how Istio was installed (ISTIO_DUAL_STACK).",
                        List.of(Step.deep(pod.resource().ref(), "status.podIPs"))));
    }
}
