package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.config.Cluster.Discovery;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterEndpoint;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterTls;
import java.util.List;
import java.util.Optional;

/**
 * How a proxy reaches the application beside it (buildInboundClusters of Istio).
 *
 * @param loopback whether the application is looked for at 127.0.0.1, not at the address that the client meant
 */
record InboundClusters(Workload pod, boolean loopback) {
    /** Where everything goes that has no chains of its own, as it came. */
    Cluster passthrough() {
        return cluster(ClusterName.INBOUND_PASSTHROUGH, Protocol.DETECTED, List.of(), FieldRef.of(pod.resource().ref()));
    }

    Cluster of(InboundPort port) {
        return cluster(ClusterName.inbound(port.number()), port.protocol(), endpoints(port), port.origin());
    }

    private List<ClusterEndpoint> endpoints(InboundPort port) {
        String written = port.endpoint();
        if (written.startsWith("unix://")) {
            return List.of(endpoint(written, 0));
        }
        int colon = written.lastIndexOf(':');
        if (colon > 0 && written.substring(colon + 1).matches("\\d{1,5}")) {
            long number = Long.parseLong(written.substring(colon + 1));
            String host = written.substring(0, colon).replaceAll("[\\[\\]]", "");
            return List.of(endpoint(host.equals("0.0.0.0") || host.equals("::") ? own() : "127.0.0.1", number));
        }
        return loopback && !port.origin().object().kind().equals("Sidecar") ? List.of(endpoint("127.0.0.1", port.number())) : List.of();
    }

    private String own() {
        return pod.podIP().isEmpty() ? "127.0.0.1" : pod.podIP();
    }

    private ClusterEndpoint endpoint(String address, long port) {
        return new ClusterEndpoint(address, port, Optional.of(pod), false);
    }

    private static Cluster cluster(ClusterName name, Protocol protocol, List<ClusterEndpoint> endpoints, FieldRef origin) {
        boolean http2 = protocol == Protocol.HTTP2 || protocol == Protocol.GRPC || protocol == Protocol.GRPC_WEB;
        return new Cluster(name, endpoints.isEmpty() ? Discovery.ORIGINAL_DESTINATION : Discovery.EDS, protocol, http2, ClusterTls.plain(),
                endpoints,
                origin, Optional.empty(), "");
    }
}
