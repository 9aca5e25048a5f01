package io.istiodoctor.proxy.route;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.config.ClusterShare;
import java.util.List;

/** Where tcp and tls rules of a VirtualService send connections. */
public final class ConnectionRoutes {
    private final Sender sender;
    private final Destinations destinations;

    public ConnectionRoutes(Directory directory, Sender sender) {
        this.sender = sender;
        this.destinations = new Destinations(directory, sender);
    }

    /** The clusters of one rule. */
    public List<ClusterShare> clusters(EffectiveVirtualService virtualService, Node rule, FieldRef origin) {
        return destinations.of(rule.get("route").elements(), virtualService.namespace(),
                virtualService.semantics() == Semantics.GATEWAY_API,
                i -> origin.child("route[" + i + "].destination"));
    }

    /** Whether one of a rule's matches holds; a rule without any does. */
    public boolean holds(EffectiveVirtualService virtualService, Node rule) {
        List<Node> matches = rule.get("match").elements();
        return matches.isEmpty() || matches.stream().anyMatch(m -> matches(virtualService, m));
    }

    /** Whether a match holds by its port, its Gateways and what it asks of the sender's pod (matchTCP and matchTLS of Istio). */
    public boolean matches(EffectiveVirtualService virtualService, Node match) {
        Workload pod = sender.client().workload();
        String namespace = match.text("sourceNamespace");
        if (!Labels.match(Resource.texts(match.get("sourceLabels")), pod.labels())
                || !namespace.isEmpty() && !namespace.equals(pod.namespace())) {
            return false;
        }
        long port = match.get("port").number().orElse(0L);
        List<Node> gateways = match.get("gateways").elements();
        return (port == 0 || port == sender.port()) && (gateways.isEmpty() || gateways.stream().flatMap(g -> g.text().stream())
                .anyMatch(g -> virtualService.gatewayName(g, virtualService.namespace()).equals(sender.gateway())));
    }
}
