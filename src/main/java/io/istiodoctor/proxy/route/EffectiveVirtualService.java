package io.istiodoctor.proxy.route;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.route.GatewayReference;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A VirtualService as istiod takes it: names resolved (ResolveVirtualServiceShortnames), delegates merged.
 *
 * @param hosts full names and wildcards
 * @param gateways "namespace/name" of its Gateways, {@code mesh} among them
 * @param exportTo names of namespaces, or {@code *}
 */
public record EffectiveVirtualService(RoutingObject object, Semantics semantics, List<String> hosts, List<String> gateways,
        Set<String> exportTo,
        List<HttpRule> http) {
    public EffectiveVirtualService {
        hosts = List.copyOf(hosts);
        gateways = List.copyOf(gateways);
        exportTo = Set.copyOf(exportTo);
        http = List.copyOf(http);
    }

    /**
     * A destination that a rule names.
     *
     * @param namespace of the object in which it is written
     */
    public record Destined(Node destination, String namespace) {}

    /** The destinations of all rules that can hold for proxies of a namespace, mirrors among them (virtualServiceDestinationsFilteredBySourceNamespace). */
    public List<Destined> destinations(String proxyNamespace) {
        Stream<Destined> requests = http.stream().filter(r -> r.holdsIn(proxyNamespace)).flatMap(r -> Stream.concat(
                routes(r.node().get("route")), Stream.concat(Stream.of(r.node().get("mirror")), routes(r.node().get("mirrors"))))
                .map(d -> new Destined(d, r.namespace())));
        Stream<Destined> connections = Stream.of("tcp", "tls").flatMap(section -> rules(section).stream())
                .flatMap(r -> routes(r.get("route")))
                .map(d -> new Destined(d, namespace()));
        return Stream.concat(requests, connections).filter(d -> d.destination().isPresent()).toList();
    }

    private static Stream<Node> routes(Node list) {
        return list.elements().stream().map(r -> r.get("destination"));
    }

    /** The object in Istio's form. */
    public Resource resource() {
        return object.resource();
    }

    /** Its namespace. */
    public String namespace() {
        return resource().ref().namespace();
    }

    /** Its tcp or tls rules as written. */
    public List<Node> rules(String section) {
        return resource().spec().get(section).elements();
    }

    /** Whether proxies of a namespace see it. */
    public boolean visibleIn(String proxyNamespace) {
        return exportTo.contains("*") || exportTo.contains(proxyNamespace);
    }

    /** The Gateway that a match names; {@code mesh} stands for itself. */
    String gatewayName(String written, String namespace) {
        return written.equals("mesh") || semantics == Semantics.GATEWAY_API ? written : GatewayReference.resolve(written, namespace);
    }
}
