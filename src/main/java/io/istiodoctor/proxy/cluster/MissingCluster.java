package io.istiodoctor.proxy.cluster;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.List;
import java.util.Optional;

/**
 * Why a proxy has no cluster of a name that one of its routes gives.
 *
 * @param service what has the host, seen or not
 * @param offered the ports or subsets that there are
 * @param certainty whether it is certain, since what is missing may only not have been read
 */
public record MissingCluster(ClusterName name, Reason reason, Optional<RegistryService> service, List<String> offered,
        Certainty certainty) {
    /** What is missing. */
    public enum Reason {
        /** Nothing has the host. */
        HOST,
        /** The host is not exported to the proxy's namespace, or a Sidecar does not import it. */
        NOT_SEEN,
        /** The host has no such port for TCP. */
        PORT,
        /** No DestinationRule that holds for the proxy has the subset. */
        SUBSET,
        /** The host is found by DNS, and has no address to ask for. */
        ENDPOINT,
        /** istiod would tell the proxy of it, but the proxy does not have it. */
        NOT_TOLD,
        /** The backend of a route of the Gateway API is none that may be used. */
        BACKEND
    }

    public MissingCluster {
        offered = List.copyOf(offered);
    }
}
