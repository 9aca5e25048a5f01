package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import io.istiodoctor.proxy.route.ConnectionRoutes;
import io.istiodoctor.proxy.route.HostVirtualServices;
import io.istiodoctor.proxy.route.Sender;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes filter chains with the imports of egress listeners, each route table once. */
final class OutboundChains {
    private final Mesh mesh;
    private final ServiceRegistry registry;
    private final EgressScope scope;
    private final SidecarClient client;
    private final HostDomains domains;
    private final Map<EgressListener, HostVirtualServices> virtualServices = new IdentityHashMap<>();
    private final Map<Long, OutboundRoutes> tables = new HashMap<>();
    private final Map<Long, Http> shared = new HashMap<>();

    OutboundChains(Mesh mesh, ServiceRegistry registry, EgressScope scope, SidecarClient client) {
        this.mesh = mesh;
        this.registry = registry;
        this.scope = scope;
        this.client = client;
        this.domains = new HostDomains(registry, new ListenAddresses(mesh, client.workload()), client.workload().namespace(),
                mesh.clusterDomain());
    }

    PortListeners.Chains of(EgressListener egress) {
        HostVirtualServices byHost = virtualServices.computeIfAbsent(egress, e -> new HostVirtualServices(e.virtualServices()));
        return new PortListeners.Chains() {
            @Override
            public List<FilterChain> connections(RegistryService service, RegistryPort port, List<String> ranges, boolean everywhere) {
                ConnectionRoutes routes = new ConnectionRoutes(mesh.directory(),
                        new Sender(client, GatewayName.MESH, port.number(), false));
                List<String> aliases = registry.aliases(service.host()).stream()
                        .filter(a -> egress.hosts().alias(a, service.host(), service.namespace())).toList();
                return new OutboundConnections(routes, domains, aliases, service, port, byHost.overlapping(service.host())).chains(ranges,
                        everywhere);
            }

            @Override
            public Http requests(RegistryService service, RegistryPort port, boolean alone) {
                OutboundRoutes routes = table(port.number());
                return alone ? new Http(routes.alone(service, port.number()))
                        : shared.computeIfAbsent(port.number(), n -> new Http(routes.shared(Long.toString(n))));
            }
        };
    }

    private OutboundRoutes table(long port) {
        return tables.computeIfAbsent(port,
                p -> new OutboundRoutes(mesh, client, scope.listener(p).orElseThrow(), domains, scope.unknown(), p));
    }

    /** The routes of a port, whether or not a listener uses them. */
    Optional<OutboundRoutes> routes(long port) {
        return scope.listener(port).map(l -> table(port));
    }
}
