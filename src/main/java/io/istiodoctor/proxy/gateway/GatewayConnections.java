package io.istiodoctor.proxy.gateway;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.route.SniClaims;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.route.ConnectionRoutes;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import io.istiodoctor.proxy.route.Sender;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Filter chains of servers that see connections, not requests (createGatewayTCPFilterChainOpts of Istio). */
final class GatewayConnections {
    /** An address and port of the pod. */
    private record Socket(long bound, String bind) {}

    private final Directory directory;
    private final Client client;
    private final VirtualServiceIndex index;
    private final Map<Socket, SniClaims<ObjectRef>> sniTaken = new HashMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    GatewayConnections(Directory directory, Client client, VirtualServiceIndex index) {
        this.directory = directory;
        this.client = client;
        this.index = index;
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }

    /** @param bound the port that the pod binds */
    List<FilterChain> chains(Server server, long bound) {
        if (server.spec().mode().equals("AUTO_PASSTHROUGH")) {
            return AutoPassthrough.chains(client, server);
        }
        return server.spec().passthrough() ? byName(server, bound) : whole(server).stream().toList();
    }

    private ConnectionRoutes routes(Server server) {
        return new ConnectionRoutes(directory,
                new Sender(client, server.gatewayName(), server.spec().port(), server.spec().tls().isPresent()));
    }

    // All connections go where the first rule of the first VirtualService sends them.
    private Optional<FilterChain> whole(Server server) {
        ConnectionRoutes routes = routes(server);
        for (EffectiveVirtualService v : index.of(server.gatewayName(), client.workload().namespace())) {
            if (server.accepts(v)) {
                Optional<FilterChain> chain = whole(server, v, routes);
                if (chain.isPresent()) {
                    return chain;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<FilterChain> whole(Server server, EffectiveVirtualService v, ConnectionRoutes routes) {
        List<Node> tcp = v.rules("tcp");
        for (int i = 0; i < tcp.size(); i++) {
            if (routes.holds(v, tcp.get(i)) && !tcp.get(i).get("route").elements().isEmpty()) {
                return Optional.of(chain(server, v, routes, tcp.get(i), "spec.tcp[" + i + "]"));
            }
        }
        List<Node> tls = v.object().ofTlsRoute() ? v.rules("tls") : List.of();
        for (int i = 0; i < tls.size(); i++) {
            if (tls.get(i).get("match").elements().stream().anyMatch(m -> routes.matches(v, m))) {
                return Optional.of(chain(server, v, routes, tls.get(i), "spec.tls[" + i + "]"));
            }
        }
        return Optional.empty();
    }

    private static FilterChain chain(Server server, EffectiveVirtualService v, ConnectionRoutes routes, Node rule, String path) {
        FieldRef origin = v.object().origin(path);
        return new FilterChain(server.spec().tls().isPresent() ? ServerTls.match(server.spec().sniHosts()) : ChainMatch.ANY,
                ServerTls.of(server),
                new Tcp(routes.clusters(v, rule, origin), origin), server.gatewayName(), server.origin());
    }

    private List<FilterChain> byName(Server server, long bound) {
        ConnectionRoutes routes = routes(server);
        List<FilterChain> chains = new ArrayList<>();
        for (EffectiveVirtualService v : index.of(server.gatewayName(), client.workload().namespace())) {
            List<Node> rules = server.accepts(v) ? v.rules("tls") : List.of();
            for (int i = 0; i < rules.size(); i++) {
                List<Node> matches = rules.get(i).get("route").elements().isEmpty() ? List.of() : rules.get(i).get("match").elements();
                for (int m = 0; m < matches.size(); m++) {
                    FieldRef origin = v.object().origin("spec.tls[" + i + "].match[" + m + "]");
                    List<String> names = matches.get(m).get("sniHosts").elements().stream().flatMap(n -> n.text().stream()).toList();
                    if (routes.matches(v, matches.get(m)) && free(names, server, bound, origin)) {
                        FieldRef rule = v.object().origin("spec.tls[" + i + "]");
                        chains.add(new FilterChain(ServerTls.match(names), Optional.empty(),
                                new Tcp(routes.clusters(v, rules.get(i), rule), origin),
                                server.gatewayName(), server.origin()));
                    }
                }
            }
        }
        return chains;
    }

    private boolean free(List<String> names, Server server, long bound, FieldRef origin) {
        Optional<SniClaims.Taken<ObjectRef>> twice = sniTaken
                .computeIfAbsent(new Socket(bound, server.spec().bind()), s -> new SniClaims<>()).claim(names, origin.object());
        twice.ifPresent(t -> leftOut.add(new LeftOut(Reason.SNI_CONFLICT, origin, Optional.of(t.owner()), t.name())));
        return twice.isEmpty();
    }
}
