package io.istiodoctor.mesh.admission;

import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which ports of Services get the node ports that they ask for, by the API server's allocator (pkg/registry/core/service): each node port exists
 * once for all Services, a stored Service has what it holds, and one that is refused holds nothing.
 */
public final class NodePorts {
    private static final long LOWEST = 30000;
    private static final long HIGHEST = 32767;

    private record Key(long port, String transport) {}

    /** A port of a Service, by its place in {@code spec.ports}. */
    public record Place(Resource service, int index) {}

    /**
     * A port of a Service that asks for a node port.
     *
     * @param earlier the port that holds the same node port already
     * @param outOfRange whether the usual range of node ports does not have it, and nothing shows that this cluster has another
     */
    public record Request(Place place, Optional<Place> earlier, boolean outOfRange) {}

    private final List<Request> requests = new ArrayList<>();
    private final Set<ObjectRef> refused = new HashSet<>();
    private final Map<Key, Place> holders = new HashMap<>();

    /** What comes of Services; of two that are both new, the first in the input gets a node port. */
    public NodePorts(List<Resource> services) {
        List<Resource> asking = services.stream().filter(s -> s.spec().get("ports").elements().stream().anyMatch(p -> nodePort(p) > 0))
                .sorted(Comparator.comparing(s -> !isDeployed(s))).toList();
        boolean otherRange = asking.stream().filter(NodePorts::isDeployed).flatMap(s -> s.spec().get("ports").elements().stream())
                .anyMatch(NodePorts::isOutside);
        asking.forEach(s -> allocate(s, otherRange));
    }

    private void allocate(Resource service, boolean otherRange) {
        Map<Key, Place> own = new HashMap<>();
        boolean taken = false;
        List<Node> ports = service.spec().get("ports").elements();
        for (int i = 0; i < ports.size(); i++) {
            Node port = ports.get(i);
            if (nodePort(port) > 0) {
                Key key = new Key(nodePort(port), port.text("protocol").isEmpty() ? "TCP" : port.text("protocol"));
                Place place = new Place(service, i);
                Optional<Place> earlier = Optional.ofNullable(holders.get(key)).or(() -> Optional.ofNullable(own.putIfAbsent(key, place)));
                requests.add(new Request(place, earlier, !otherRange && isOutside(port)));
                taken |= earlier.isPresent();
            }
        }
        if (taken && !isDeployed(service)) {
            refused.add(service.ref());
        } else {
            own.forEach(holders::putIfAbsent);
        }
    }

    /** Every port that asks for one. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** New Services that are refused, because one of their node ports is taken. */
    Set<ObjectRef> refused() {
        return Set.copyOf(refused);
    }

    /** Whether the API server has accepted a Service: it has got a cluster address. Fresh manifests have none. */
    public static boolean isDeployed(Resource service) {
        return !service.spec().text("clusterIP").isEmpty();
    }

    private static long nodePort(Node port) {
        return port.get("nodePort").number().orElse(0L);
    }

    private static boolean isOutside(Node port) {
        long number = nodePort(port);
        return number > 0 && (number < LOWEST || number > HIGHEST);
    }
}
