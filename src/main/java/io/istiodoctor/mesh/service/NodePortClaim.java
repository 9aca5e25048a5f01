package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.admission.NodePorts;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.model.Resource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Service port that asks for a node port, beside the first one that asks for the same. */
public final class NodePortClaim implements ServicePortPart {
    private final ServicePort port;
    private final Optional<ServicePort> earlier;
    private final boolean outOfRange;

    private NodePortClaim(ServicePort port, Optional<ServicePort> earlier, boolean outOfRange) {
        this.port = port;
        this.earlier = earlier;
        this.outOfRange = outOfRange;
    }

    /** Every Service port with a node port. What the API server has accepted holds its port; of two that are both new, the first in the input does. */
    public static List<NodePortClaim> of(List<Service> services) {
        Map<Resource, Service> written = new IdentityHashMap<>();
        List<Resource> resources = services.stream().filter(s -> !s.assumed()).map(Service::resource).toList();
        services.forEach(s -> written.put(s.resource(), s));
        return new NodePorts(resources).requests().stream()
                .map(r -> new NodePortClaim(port(written, r.place()), r.earlier().map(e -> port(written, e)), r.outOfRange())).toList();
    }

    private static ServicePort port(Map<Resource, Service> services, NodePorts.Place place) {
        return services.get(place.service()).ports().get(place.index());
    }

    @Override
    public ServicePort port() {
        return port;
    }

    /** The port that holds the same node port already. */
    @SeenByRules
    public Optional<ServicePort> earlier() {
        return earlier;
    }

    /**
     * Whether an API server with the usual range for node ports, 30000 to 32767, refuses it; never where a Service that an API server has accepted shows that it
     * has another range.
     */
    @SeenByRules
    public boolean outOfRange() {
        return outOfRange;
    }

    /** Whether the other one is a port of the same Service. */
    @SeenByRules
    public boolean sameService() {
        return earlier.filter(e -> e.service() == port.service()).isPresent();
    }
}
