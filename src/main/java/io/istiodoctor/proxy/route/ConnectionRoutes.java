package io.istiodoctor.proxy.route;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.match.SourceMatch;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
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
                virtualService.semantics().literal(),
                i -> origin.child("route[" + i + "].destination"));
    }

    /** Whether one of a rule's matches holds; a rule without any does. */
    public boolean holds(EffectiveVirtualService virtualService, Node rule) {
        List<Node> matches = rule.get("match").elements();
        return matches.isEmpty() || matches.stream().anyMatch(m -> matches(virtualService, m));
    }

    /** Whether a match holds by its port, its Gateways and, in the mesh, what it asks of the sender's pod. */
    public boolean matches(EffectiveVirtualService virtualService, Node match) {
        return SourceMatch.ofConnections(match, virtualService.semantics(), virtualService.namespace())
                .holdsForConnections(sender.vantage());
    }
}
