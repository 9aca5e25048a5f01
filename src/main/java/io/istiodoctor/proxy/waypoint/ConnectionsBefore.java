package io.istiodoctor.proxy.waypoint;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.route.ConnectionRoutes;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import io.istiodoctor.proxy.route.Sender;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where a waypoint sends bytes (getWaypointTCPRoutes of Istio): by the first rule for TLS that holds, else by the first for TCP. */
record ConnectionsBefore(Directory directory, Client client) {
    Optional<Tcp> of(List<EffectiveVirtualService> routes, RegistryService service, RegistryPort port) {
        ConnectionRoutes connections = new ConnectionRoutes(directory, new Sender(client, GatewayName.MESH, port.number(), false));
        return routes.stream().flatMap(v -> rules(connections, v, "tls", m -> named(m, service.host()))).findFirst()
                .or(() -> routes.stream().flatMap(v -> rules(connections, v, "tcp", m -> true)).findFirst());
    }

    private static Stream<Tcp> rules(ConnectionRoutes connections, EffectiveVirtualService v, String section, Predicate<Node> fits) {
        List<Node> rules = v.rules(section);
        return IntStream.range(0, rules.size()).filter(i -> holds(connections, v, rules.get(i).get("match").elements(), fits))
                .mapToObj(i -> {
                    FieldRef origin = new FieldRef(v.object().source(), "spec." + section + "[" + i + "]");
                    return new Tcp(connections.clusters(v, rules.get(i), origin), origin);
                });
    }

    private static boolean holds(ConnectionRoutes connections, EffectiveVirtualService v, List<Node> matches, Predicate<Node> fits) {
        return matches.isEmpty() || matches.stream().anyMatch(m -> fits.test(m) && connections.matches(v, m));
    }

    // A waypoint does not look for names: the only one that it takes is the Service's own.
    private static boolean named(Node match, String host) {
        List<Node> names = match.get("sniHosts").elements();
        return names.size() == 1 && names.getFirst().text().filter(host::equals).isPresent();
    }
}
