package io.istiodoctor.proxy.gateway;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.gateway.Listener;
import io.istiodoctor.mesh.gateway.MergedServers.PortKey;
import io.istiodoctor.mesh.gateway.MergedServers;
import io.istiodoctor.mesh.gateway.ServerConflict;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.cluster.ClientRules;
import io.istiodoctor.proxy.cluster.NamespaceClient;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Served;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.ProxyConfiguration;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the configuration of gateways' pods (buildGatewayListeners of Istio). */
public final class GatewayBuilder {
    private record Socket(String bind, long port) {}

    private final Mesh mesh;
    private final ServiceRegistry registry;
    private final VirtualServiceIndex index;
    private final ClientRules rules;
    private final BoundServers servers;

    /** @param gateways those that someone wrote, and those that istiod made of objects of other APIs */
    public GatewayBuilder(Mesh mesh, ServiceRegistry registry, VirtualServiceIndex index, ClientRules rules, List<RoutingObject> gateways) {
        this.mesh = mesh;
        this.registry = registry;
        this.index = index;
        this.rules = rules;
        this.servers = new BoundServers(mesh.config(), gateways);
    }

    /** What a gateway sees of the mesh. */
    public Client client(Workload pod) {
        return new NamespaceClient(rules, registry, pod, true);
    }

    /** @param services those that select the pod */
    public ProxyConfiguration build(Workload pod, List<Service> services) {
        Client client = client(pod);
        MergedServers<Server> merged = servers.of(pod, services);
        List<LeftOut> leftOut = new ArrayList<>(
                merged.conflicts().stream().filter(ServerConflict::leavesOut).map(GatewayBuilder::left).toList());
        GatewayRoutes routes = new GatewayRoutes(mesh.directory(), client, index);
        GatewayConnections connections = new GatewayConnections(mesh.directory(), client, index);
        Map<Socket, List<FilterChain>> listeners = new LinkedHashMap<>();
        for (PortKey key : merged.keys()) {
            if (Listener.privileged(pod, key.port())) {
                merged.servers(key).forEach(
                        s -> leftOut.add(new LeftOut(Reason.PORT_PRIVILEGED, s.origin(), Optional.empty(), Long.toString(key.port()))));
                continue;
            }
            List<FilterChain> chains = chains(merged, key, routes, connections);
            if (chains.isEmpty() && Protocol.parse(key.protocol()) != Protocol.UDP) {
                merged.servers(key).forEach(
                        s -> leftOut.add(new LeftOut(Reason.NOTHING_TO_SERVE, s.origin(), Optional.empty(), Long.toString(key.port()))));
            }
            listeners.computeIfAbsent(new Socket(key.bind(), key.port()), s -> new ArrayList<>()).addAll(chains);
        }
        leftOut.addAll(connections.leftOut());
        List<EnvoyListener> made = listeners.entrySet().stream().filter(e -> !e.getValue().isEmpty())
                .map(e -> new EnvoyListener(e.getKey().bind(), e.getKey().port(), e.getValue(), Optional.empty())).toList();
        leftOut.addAll(new UnboundRoutes(index, pod.namespace())
                .find(merged.keys().stream().flatMap(k -> merged.servers(k).stream()).toList(), made));
        return new ProxyConfiguration(pod, made, leftOut);
    }

    private static LeftOut left(ServerConflict<Server> conflict) {
        Reason reason = switch (conflict.reason()) {
            case HOST -> Reason.HOST_CONFLICT;
            case PORT, BESIDE_TLS -> Reason.PORT_CONFLICT;
            case PORT_NAME -> Reason.PORT_NAME_CONFLICT;
        };
        return new LeftOut(reason, conflict.server().origin(), Optional.of(conflict.winner().gateway().source()), conflict.detail());
    }

    private static Http http(GatewayRoutes routes, String name, List<Server> servers) {
        return new Http(routes.table(name, servers),
                servers.stream().map(s -> new Served(s.origin(), s.spec().sniHosts(), s.spec().httpsRedirect())).toList());
    }

    private static List<FilterChain> chains(MergedServers<Server> merged, PortKey key, GatewayRoutes routes,
            GatewayConnections connections) {
        List<Server> here = merged.servers(key);
        if (Protocol.parse(key.protocol()).http()) {
            String name = merged.routeName(key);
            Server first = here.getFirst();
            return List.of(new FilterChain(ChainMatch.ANY, Optional.empty(), http(routes, name, merged.sharing(name)), first.gatewayName(),
                    first.origin()));
        }
        List<FilterChain> chains = new ArrayList<>();
        for (Server server : here) {
            if (server.spec().protocol() == Protocol.HTTPS && server.spec().tls().isPresent() && !server.spec().passthrough()) {
                String name = merged.routeName(server);
                chains.add(new FilterChain(ServerTls.match(server.spec().sniHosts()), ServerTls.of(server),
                        http(routes, name, merged.sharing(name)), server.gatewayName(), server.origin()));
            } else {
                chains.addAll(connections.chains(server, key.port()));
            }
        }
        return chains;
    }
}
