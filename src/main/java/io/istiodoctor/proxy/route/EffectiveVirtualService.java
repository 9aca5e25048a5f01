package io.istiodoctor.proxy.route;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.config.Audience;
import io.istiodoctor.mesh.match.Semantics;
import io.istiodoctor.mesh.route.RouteNodes.Place;
import io.istiodoctor.mesh.route.RouteNodes;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.stream.Stream;

/**
 * A VirtualService as istiod takes it: names resolved (ResolveVirtualServiceShortnames), delegates merged.
 *
 * @param hosts full names and wildcards
 * @param gateways "namespace/name" of its Gateways, {@code mesh} among them
 * @param audience whose proxies see it
 */
public record EffectiveVirtualService(RoutingObject object, Semantics semantics, List<String> hosts, List<String> gateways,
        Audience audience, List<HttpRule> http) {
    public EffectiveVirtualService {
        hosts = List.copyOf(hosts);
        gateways = List.copyOf(gateways);
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
        Stream<Destined> requests = http.stream().filter(r -> r.holdsIn(proxyNamespace)).flatMap(r -> destined(r.node(), r.namespace()));
        Stream<Destined> connections = Stream.of("tcp", "tls").flatMap(section -> rules(section).stream())
                .flatMap(r -> destined(r, namespace()));
        return Stream.concat(requests, connections).toList();
    }

    private static Stream<Destined> destined(Node rule, String namespace) {
        return RouteNodes.destinations(new Place("", rule)).stream().map(p -> new Destined(p.node(), namespace));
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
}
