package io.istiodoctor.mesh.match;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * For which proxies, and on which of their ports, a match of a VirtualService is (sourceMatchHTTP, matchTCP and matchTLS of Istio).
 *
 * @param gateways "namespace/name" of the only Gateways that count, {@code mesh} among them; empty for all
 * @param port the only port that counts; 0 for all
 * @param labels of the proxy's pod
 * @param namespace of the proxy's pod; empty for every one
 * @param subnets addresses that are called; empty for all
 */
public record SourceMatch(List<String> gateways, long port, Map<String, String> labels, String namespace, List<String> subnets) {
    /** Every proxy, on every port. */
    public static final SourceMatch ANY = new SourceMatch(List.of(), 0, Map.of(), "", List.of());

    public SourceMatch {
        gateways = List.copyOf(gateways);
        subnets = List.copyOf(subnets);
    }

    /**
     * What a match of an http rule says. Where it names Gateways, it asks nothing of the proxy's pod.
     *
     * @param owner the namespace of its object
     */
    public static SourceMatch ofRequests(Node match, Semantics semantics, String owner) {
        SourceMatch written = ofConnections(match, semantics, owner);
        return written.gateways.isEmpty() ? written : new SourceMatch(written.gateways, written.port, Map.of(), "", List.of());
    }

    /**
     * What a match of a tcp or tls rule says.
     *
     * @param owner the namespace of its object
     */
    public static SourceMatch ofConnections(Node match, Semantics semantics, String owner) {
        return new SourceMatch(texts(match.get("gateways")).map(g -> semantics.gateway(g, owner)).toList(),
                match.get("port").number().orElse(0L), Resource.texts(match.get("sourceLabels")), match.text("sourceNamespace"),
                texts(match.get("destinationSubnets")).toList());
    }

    private static Stream<String> texts(Node list) {
        return list.elements().stream().flatMap(n -> n.text().stream());
    }

    /** Whether it is for a proxy; addresses that are called are another question. */
    public boolean holds(Vantage vantage) {
        return holdsAt(vantage.gateway()) && (port == 0 || port == vantage.port()) && takes(vantage.labels(), vantage.namespace());
    }

    /** The same for connections: of these a gateway looks neither at its own pod nor at what is called (l4SingleMatch of Istio). */
    public boolean holdsForConnections(Vantage vantage) {
        return vantage.gateway().equals(GatewayName.MESH) ? holds(vantage)
                : holdsAt(vantage.gateway()) && (port == 0 || port == vantage.port());
    }

    /** Whether it is for a Gateway ("namespace/name"), or for the proxies of the mesh ({@code mesh}). */
    public boolean holdsAt(String gateway) {
        return gateways.isEmpty() || gateways.contains(gateway);
    }

    /** Whether it can be for a server of a Gateway, by gateways and port. */
    public boolean holdsOn(GatewayServer server) {
        return holdsAt(server.gateway().qualifiedName()) && (port == 0 || port == server.port());
    }

    /** Whether it is for a server of a Gateway in some of the gateway's pods. */
    public boolean holdsInPodsOf(GatewayServer server) {
        return holdsOn(server) && (anyPod() || server.gateway().workloads().stream().anyMatch(w -> takes(w.labels(), w.namespace())));
    }

    private boolean takes(Map<String, String> podLabels, String podNamespace) {
        return Labels.match(labels, podLabels) && (namespace.isEmpty() || namespace.equals(podNamespace));
    }

    private boolean anyPod() {
        return labels.isEmpty() && namespace.isEmpty();
    }

    /** Whether it is for some Gateway, not for the proxies of the mesh alone. */
    public boolean atSomeGateway() {
        return gateways.isEmpty() || gateways.stream().anyMatch(g -> !g.equals(GatewayName.MESH));
    }

    /** Whether it is for every proxy and port for which the other is. */
    boolean covers(SourceMatch other) {
        return among(gateways, other.gateways) && (port == 0 || port == other.port) && takes(other.labels, other.namespace)
                && among(subnets, other.subnets);
    }

    private static boolean among(List<String> wider, List<String> narrower) {
        return wider.isEmpty() || !narrower.isEmpty() && wider.containsAll(narrower);
    }
}
