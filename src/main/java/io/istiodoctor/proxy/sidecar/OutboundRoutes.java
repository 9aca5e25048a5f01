package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import io.istiodoctor.proxy.route.HostVirtualServices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The route tables of one port (buildSidecarOutboundHTTPRouteConfig of Istio). */
final class OutboundRoutes {
    private final EgressListener egress;
    private final HostDomains domains;
    private final boolean podNames;
    private final UnknownTraffic unknown;
    private final PortServices services;
    private final HostRoutes routes;
    private final List<VirtualHost> hosts;
    private final Map<String, VirtualHost> byDomain = new HashMap<>();

    OutboundRoutes(Mesh mesh, SidecarClient client, EgressListener egress, HostDomains domains, UnknownTraffic unknown, long port) {
        this.egress = egress;
        this.domains = domains;
        this.podNames = mesh.config().podNamesServed();
        this.unknown = unknown;
        this.services = new PortServices(egress.services(), egress.httpProxy() ? 0 : port);
        this.routes = new HostRoutes(mesh, client, services, new HostVirtualServices(egress.virtualServices()));
        this.hosts = make();
        hosts.forEach(h -> h.domains().forEach(d -> byDomain.put(d, h)));
    }

    private List<VirtualHost> make() {
        List<HostRoutes.Group> groups = routes.groups();
        VirtualHostNames names = new VirtualHostNames(domains, egress.hosts(), services.port());
        groups.forEach(g -> g.services().forEach(s -> names.known(s.host(), g.port())));
        List<VirtualHost> made = new ArrayList<>();
        for (HostRoutes.Group g : groups) {
            g.names().forEach(
                    n -> names.plain(n.toLowerCase(Locale.ROOT), g.port()).ifPresent(d -> made.add(new VirtualHost(d, false, g.routes()))));
            g.services().forEach(s -> names.of(s, g.port()).ifPresent(d -> made.add(new VirtualHost(d, false, g.routes()))));
        }
        return made;
    }

    /** The table that all hosts of the port share. */
    RouteConfiguration shared(String name) {
        return new RouteConfiguration(name, Stream.concat(hosts.stream(), Stream.of(catchAll())).toList());
    }

    /**
     * The table of one host whose protocol is looked for in the first bytes: it is chosen by address, so that every name means it. Up to Istio
     * 1.11 only the host's own names did, and not those of its pods.
     */
    RouteConfiguration alone(RegistryService service, long port) {
        return new RouteConfiguration(service.host() + ":" + port, virtualHost(service.host()).stream()
                .map(h -> new VirtualHost(podNames ? List.of("*") : h.domains().stream().filter(d -> !d.startsWith("*.")).toList(),
                        h.requireTls(), h.routes()))
                .toList());
    }

    /** The virtual host of this very name. */
    Optional<VirtualHost> virtualHost(String host) {
        return Optional.ofNullable(byDomain.get(host));
    }

    /** Whether a registry has the host, with a port of this number. */
    boolean registered(String host) {
        return !services.overlapping(host).isEmpty();
    }

    /** The routes that a VirtualService gives the pod on this port; none where no rule holds for it. */
    List<HttpRoute> routes(EffectiveVirtualService virtualService) {
        return routes.routes(virtualService);
    }

    // buildCatchAllVirtualHost
    private VirtualHost catchAll() {
        FieldRef origin = unknown.origin().orElse(egress.origin());
        RouteAction action = switch (unknown.mode()) {
            case REGISTRY_ONLY -> new RouteAction.DirectResponse(502);
            case ALLOW_ANY -> forward(unknown.cluster(), origin);
            case ALLOW_ANY_DYNAMIC_DNS -> forward(ClusterName.DYNAMIC_DNS, origin);
        };
        return new VirtualHost(List.of("*"), false,
                List.of(new HttpRoute(RouteMatching.ALWAYS, action, Optional.empty(), origin, Optional.empty())));
    }

    private static RouteAction forward(ClusterName cluster, FieldRef origin) {
        return new RouteAction.Forward(new ClusterShare(cluster, 0, origin));
    }
}
