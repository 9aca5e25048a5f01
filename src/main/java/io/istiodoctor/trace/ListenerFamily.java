package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.config.EnvoyListener;
import java.util.List;
import java.util.Optional;

/**
 * Over which of IPv4 and IPv6 connections come to a listener of a gateway's pod. A server that says nothing binds the wildcard of the pod's own family,
 * of a pod with both that of IPv4, and that of IPv6 beside it only with ISTIO_DUAL_STACK (buildGatewayListeners of Istio). Envoy binds {@code ::} without
 * IPv4 (ipv4_compat is not set).
 */
final class ListenerFamily {
    private static final String EVERY_IPV4 = "0.0.0.0";
    private static final String EVERY_IPV6 = "::";

    private ListenerFamily() {}

    static boolean ipv6(String address) {
        return address.contains(":");
    }

    /** Whether connections can come to a listener: it binds an address of the pod, or every one of a family that the pod has. */
    static boolean bound(EnvoyListener listener, Workload pod) {
        List<String> own = pod.podIPs();
        return switch (listener.bind()) {
            case "" -> true;
            case EVERY_IPV4 -> own.isEmpty() || own.stream().anyMatch(a -> !ipv6(a));
            case EVERY_IPV6 -> own.isEmpty() || own.stream().anyMatch(ListenerFamily::ipv6);
            default -> own.contains(listener.bind());
        };
    }

    /** Whether a connection over one family may come to a listener of a pod that is bound there. */
    static boolean takes(EnvoyListener listener, Workload pod, boolean ipv6) {
        return bound(listener, pod) && (listener.bind().isEmpty() || !pod.dualStack() || ipv6(listener.bind()) == ipv6);
    }

    /** Why it is not known whether a connection that may come to a listener does; empty where it does. */
    static Optional<Step> unknown(EnvoyListener listener, Workload pod, boolean ipv6) {
        return !ipv6 || !pod.dualStack() || !listener.bind().isEmpty() ? Optional.empty()
                : Optional.of(new Step(Stage.GATEWAY, Optional.of(pod.resource().ref()), HopStatus.UNKNOWN,
                        "The connection is one over IPv6, and " + pod.resource().ref()
                                + " has IPv4 as well: whether its proxy listens on IPv6"
                                + " too depends on how Istio was installed (ISTIO_DUAL_STACK).",
                        List.of(Step.deep(pod.resource().ref(), "status.podIPs"))));
    }
}
