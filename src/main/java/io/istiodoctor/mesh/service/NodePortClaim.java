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

    private static final long LOWEST = 30000;
    private static final long HIGHEST = 32767;

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
        List<ServicePort> ports = services.stream().filter(s -> !s.assumed())
                .sorted((a, b) -> Boolean.compare(b.deployed(), a.deployed())).flatMap(s -> s.ports().stream())
                .filter(p -> p.nodePort() > 0).toList();
        boolean otherRange = ports.stream().anyMatch(p -> p.service().deployed() && outside(p));
        Map<Key, ServicePort> holders = new HashMap<>();
        List<NodePortClaim> claims = new ArrayList<>();
        for (ServicePort p : ports) {
            claims.add(new NodePortClaim(p, Optional.ofNullable(holders.putIfAbsent(new Key(p.nodePort(), p.transport()), p)),
                    !otherRange && outside(p)));
        }
        return List.copyOf(claims);
    }

    private static boolean outside(ServicePort port) {
        return port.nodePort() < LOWEST || port.nodePort() > HIGHEST;
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
