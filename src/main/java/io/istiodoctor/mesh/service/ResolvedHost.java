package io.istiodoctor.mesh.service;

import io.istiodoctor.model.Certainty;
import java.util.List;
import java.util.Optional;

/**
 * What the host of a destination or of a DestinationRule means.
 *
 * @param host the full name
 * @param carriers what has the host, Services first; empty when nothing has
 * @param certainty what it means that nothing carries the host
 * @param nearest the Service that was most likely meant, when nothing carries the host
 * @param entriesKnown whether all that can add ports to the host was read, or is not to be expected
 * @param unknown why nothing is known of the host; empty when something is
 */
public record ResolvedHost(String host, List<RegistryHost> carriers, Certainty certainty, Optional<Service> nearest,
        NotFound notFound, boolean entriesKnown, String unknown) {
    /** Why nothing carries a host. */
    public enum NotFound { NONE, ABBREVIATED, OTHER_NAMESPACE, SAME_WORKLOAD, ALIKE, WILDCARD_ENTRY }

    /** The Service that carries the host. */
    public Optional<Service> service() {
        return carriers.stream().filter(Service.class::isInstance).map(Service.class::cast).findFirst();
    }
}
