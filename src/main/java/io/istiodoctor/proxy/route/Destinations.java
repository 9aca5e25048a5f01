package io.istiodoctor.proxy.route;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** The clusters that a rule's destinations name (GetDestinationCluster of Istio). */
final class Destinations {
    private final Directory directory;
    private final Sender sender;

    Destinations(Directory directory, Sender sender) {
        this.directory = directory;
        this.sender = sender;
    }

    /**
     * The clusters of those that have a weight.
     *
     * @param literal whether hosts are full names already
     * @param origins where each destination comes from
     */
    List<ClusterShare> of(List<Node> routes, String namespace, boolean literal, IntFunction<FieldRef> origins) {
        List<ClusterShare> shares = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            long weight = routes.get(i).get("weight").number().orElse(0L);
            if (routes.size() == 1 || weight > 0) {
                shares.add(new ClusterShare(name(routes.get(i).get("destination"), namespace, literal), routes.size() == 1 ? 0 : weight,
                        origins.apply(i)));
            }
        }
        return shares;
    }

    private ClusterName name(Node destination, String namespace, boolean literal) {
        String written = destination.text("host");
        if (written.isEmpty()) {
            return ClusterName.UNKNOWN;
        }
        String host = literal ? written : directory.hostOf(written, namespace);
        Optional<RegistryService> service = sender.service(host, namespace);
        String target = service.map(RegistryService::externalName).filter(n -> !n.isEmpty()).orElse(host);
        long single = service.filter(s -> s.ports().size() == 1).map(s -> s.ports().getFirst().number()).orElse(sender.port());
        return ClusterName.outbound(destination.get("port").get("number").number().orElse(single), destination.text("subset"), target);
    }
}
