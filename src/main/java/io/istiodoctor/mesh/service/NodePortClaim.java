package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.SeenByRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Service port that asks for a node port, beside the first one that asks for the same. */
public final class NodePortClaim implements ServicePortPart {
    private record Key(long port, String transport) {}

    private final ServicePort port;
    private final Optional<ServicePort> earlier;

    private NodePortClaim(ServicePort port, Optional<ServicePort> earlier) {
        this.port = port;
        this.earlier = earlier;
    }

    /** Every Service port with a node port. What the API server has accepted holds its port; of two that are both new, the first in the input does. */
    public static List<NodePortClaim> of(List<Service> services) {
        List<ServicePort> ports = services.stream().filter(s -> !s.assumed())
                .sorted((a, b) -> Boolean.compare(b.deployed(), a.deployed())).flatMap(s -> s.ports().stream())
                .filter(p -> p.nodePort() > 0).toList();
        Map<Key, ServicePort> holders = new HashMap<>();
        List<NodePortClaim> claims = new ArrayList<>();
        for (ServicePort p : ports) {
            claims.add(new NodePortClaim(p, Optional.ofNullable(holders.putIfAbsent(new Key(p.nodePort(), p.transport()), p))));
        }
        return List.copyOf(claims);
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

    /** Whether the other one is a port of the same Service. */
    @SeenByRules
    public boolean sameService() {
        return earlier.filter(e -> e.service() == port.service()).isPresent();
    }
}
