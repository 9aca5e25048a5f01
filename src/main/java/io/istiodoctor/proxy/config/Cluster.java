package io.istiodoctor.proxy.config;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.model.FieldRef;
import java.util.List;
import java.util.Optional;

/**
 * Endpoints that a proxy can send to.
 *
 * @param discovery how the endpoints are found
 * @param protocol what the host's port is declared to speak
 * @param http2 whether the proxy speaks HTTP/2 to the endpoints
 * @param endpoints those that istiod tells: the healthy ones
 * @param origin the Service port, or the port of a ServiceEntry
 * @param rule the DestinationRule that shapes it, and there its subset
 * @param uncertain why the endpoints may not be all; empty when they are
 */
public record Cluster(ClusterName name, Discovery discovery, Protocol protocol, boolean http2, ClusterTls tls,
        List<ClusterEndpoint> endpoints,
        FieldRef origin, Optional<FieldRef> rule, String uncertain) {
    /** How a cluster's endpoints are found. */
    public enum Discovery {
        /** istiod tells them. */
        EDS,
        /** DNS tells them. */
        DNS,
        /** The client's own destination address. */
        ORIGINAL_DESTINATION
    }

    public Cluster {
        endpoints = List.copyOf(endpoints);
    }

    /** The same, spoken to in another way. */
    public Cluster with(ClusterTls other) {
        return new Cluster(name, discovery, protocol, http2, other, endpoints, origin, rule, uncertain);
    }
}
