package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.match.Semantics;
import io.istiodoctor.mesh.match.SourceMatch;
import io.istiodoctor.model.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * A match of a VirtualService's tls rule.
 *
 * @param path where it stands
 * @param names its sniHosts, in their order
 * @param source for which Gateways and ports it is; what it asks of pods, no gateway looks at
 * @param routed whether its rule leads anywhere
 */
record SniMatch(VirtualService virtualService, String path, List<String> names, SourceMatch source, boolean routed) {
    SniMatch {
        names = List.copyOf(names);
    }

    /** The matches of a VirtualService, in the order of the manifest. */
    static List<SniMatch> of(VirtualService virtualService) {
        List<SniMatch> found = new ArrayList<>();
        List<Node> rules = virtualService.resource().spec().get("tls").elements();
        for (int i = 0; i < rules.size(); i++) {
            List<Node> matches = rules.get(i).get("match").elements();
            boolean routed = !rules.get(i).get("route").elements().isEmpty();
            for (int j = 0; j < matches.size(); j++) {
                found.add(new SniMatch(virtualService, "spec.tls[" + i + "].match[" + j + "]",
                        matches.get(j).get("sniHosts").elements().stream().map(n -> n.text().orElse("")).toList(),
                        SourceMatch.ofConnections(matches.get(j), Semantics.ISTIO, virtualService.namespace()), routed));
            }
        }
        return found;
    }

    /** Whether something comes of it on a server. */
    boolean holdsOn(GatewayServer server) {
        return routed && source.holdsOn(server);
    }
}
