package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.config.RouteMatching;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.Resolution;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import io.istiodoctor.proxy.route.HostVirtualServices;
import io.istiodoctor.proxy.route.HttpRoutes;
import io.istiodoctor.proxy.route.Semantics;
import io.istiodoctor.proxy.route.Sender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The route tables of one port (buildSidecarOutboundHTTPRouteConfig of Istio). */
final class OutboundRoutes {
    /** Routes with the hosts that get them. */
    private record Wrapper(List<HttpRoute> routes, List<String> names, List<RegistryService> services, long port) {}

    private final Mesh mesh;
    private final SidecarClient client;
    private final EgressListener egress;
    private final HostDomains domains;
    private final UnknownTraffic unknown;
    private final long port;
    private final Map<String, RegistryService> registry = new TreeMap<>();
    private final HostVirtualServices virtualServices;
    private List<VirtualHost> made;
    private final Map<String, VirtualHost> byDomain = new HashMap<>();

    OutboundRoutes(Mesh mesh, SidecarClient client, EgressListener egress, HostDomains domains, UnknownTraffic unknown, long listenerPort) {
        this.mesh = mesh;
        this.client = client;
        this.egress = egress;
        this.domains = domains;
        this.unknown = unknown;
        this.port = egress.httpProxy() ? 0 : listenerPort;
        egress.services().forEach(s -> ports(s).ifPresent(t -> registry.put(t.host(), t)));
        this.virtualServices = new HostVirtualServices(egress.virtualServices());
    }

    private Optional<RegistryService> ports(RegistryService service) {
        return port == 0 ? Optional.of(service) : service.port(port)
                .map(p -> service.withPorts(List.of(p)));
    }

    /** The table that all hosts of the port share. */
    RouteConfiguration shared(String name) {
        List<VirtualHost> hosts = new ArrayList<>(hosts());
        hosts.add(catchAll());
        return new RouteConfiguration(name, hosts);
    }

    private List<VirtualHost> hosts() {
        if (made == null) {
            made = make();
            made.forEach(h -> h.domains().forEach(d -> byDomain.put(d, h)));
        }
        return made;
    }

    private List<VirtualHost> make() {
        List<Wrapper> wrappers = wrappers();
        VirtualHostNames names = new VirtualHostNames(domains, egress.hosts(), port);
        wrappers.forEach(w -> w.services().forEach(s -> names.known(s.host(), w.port())));
        List<VirtualHost> hosts = new ArrayList<>();
        for (Wrapper w : wrappers) {
            w.names().forEach(n -> names.plain(n.toLowerCase(Locale.ROOT), w.port()).ifPresent(d -> hosts.add(new VirtualHost(d, false, w.routes()))));
            w.services().forEach(s -> names.of(s, w.port()).ifPresent(d -> hosts.add(new VirtualHost(d, false, w.routes()))));
        }
        return hosts;
    }

    /** The table of one host whose protocol is looked for in the first bytes: it is chosen by address, so that every name means it. */
    RouteConfiguration alone(RegistryService service, long listenerPort) {
        hosts();
        return new RouteConfiguration(service.host() + ":" + listenerPort, Stream.ofNullable(byDomain.get(service.host()))
                .map(h -> new VirtualHost(List.of("*"), h.requireTls(), h.routes())).toList());
    }

    private List<Wrapper> wrappers() {
        List<Wrapper> wrappers = new ArrayList<>();
        HttpRoutes routes = new HttpRoutes(mesh.directory(), new Sender(client, (host, owner) -> Optional.ofNullable(registry.get(host)), "mesh", port, false));
        for (EffectiveVirtualService v : virtualServices.all()) {
            if (port == 80 || v.hosts().stream().anyMatch(this::known)) {
                wrappers.addAll(of(v, routes));
            }
        }
        Map<String, RegistryService> rest = new TreeMap<>(registry);
        wrappers.forEach(w -> w.services().forEach(s -> rest.remove(s.host())));
        for (RegistryService s : rest.values()) {
            if (s.resolution() != Resolution.ALIAS) {
                s.ports().stream().filter(RegistryPort::httpOrDetected)
                        .forEach(p -> wrappers.add(new Wrapper(List.of(usual(s, p)), List.of(), List.of(s), p.number())));
            }
        }
        return wrappers;
    }

    private boolean known(String host) {
        return registry.containsKey(host) || registry.keySet().stream()
                .anyMatch(s -> HostPattern.isWildcard(host) || HostPattern.isWildcard(s) ? HostPattern.overlap(host, s) : false);
    }

    private List<Wrapper> of(EffectiveVirtualService v, HttpRoutes making) {
        List<HttpRoute> routes = making.of(v);
        if (routes.isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        List<RegistryService> services = new ArrayList<>();
        separate(v, names, services);
        boolean foreign = v.semantics() == Semantics.GATEWAY_API && !v.namespace().equals(client.workload().namespace());
        if (v.semantics() == Semantics.GATEWAY_API && services.stream().noneMatch(s -> !foreign || s.namespace().equals(v.namespace()))) {
            return List.of();
        }
        Map<Long, List<RegistryService>> byPort = new TreeMap<>();
        services.forEach(s -> s.ports().stream().filter(RegistryPort::httpOrDetected)
                .forEach(p -> byPort.computeIfAbsent(p.number(), n -> new ArrayList<>()).add(s)));
        if (byPort.isEmpty() && port == 80) {
            byPort.put(80L, List.of());
        }
        return byPort.entrySet().stream().map(e -> new Wrapper(routes, names, e.getValue(), e.getKey())).toList();
    }

    // separateVSHostsAndServices: exact hosts first; a wildcard gets those hosts for which no other VirtualService has a more specific one.
    private void separate(EffectiveVirtualService v, List<String> names, List<RegistryService> services) {
        for (String host : v.hosts()) {
            if (!HostPattern.isWildcard(host)) {
                Optional.ofNullable(registry.get(host)).ifPresentOrElse(services::add, () -> names.add(host));
            }
        }
        for (String host : v.hosts()) {
            if (HostPattern.isWildcard(host)) {
                List<RegistryService> fitting = v.semantics() == Semantics.GATEWAY_API ? List.of()
                        : registry.values().stream().filter(s -> HostPattern.overlap(host, s.host())).toList();
                if (fitting.isEmpty()) {
                    names.add(host);
                }
                fitting.stream().filter(s -> virtualServices.mostSpecific(s.host()).filter(best -> best == v).isPresent()).forEach(services::add);
            }
        }
    }

    private static HttpRoute usual(RegistryService service, RegistryPort port) {
        ClusterShare share = new ClusterShare(ClusterName.outbound(port.number(), "", service.host()), 0, port.origin());
        return new HttpRoute(RouteMatching.ALWAYS, new RouteAction.Forward(share), Optional.empty(), port.origin(), Optional.empty());
    }

    // buildCatchAllVirtualHost
    private VirtualHost catchAll() {
        FieldRef origin = unknown.origin().orElse(egress.origin());
        RouteAction action = switch (unknown.mode()) {
            case REGISTRY_ONLY -> new RouteAction.DirectResponse(502);
            case ALLOW_ANY -> new RouteAction.Forward(new ClusterShare(unknown.cluster(), 0, origin));
            case ALLOW_ANY_DYNAMIC_DNS -> new RouteAction.Forward(new ClusterShare(ClusterName.DYNAMIC_DNS, 0, origin));
        };
        return new VirtualHost(List.of("*"), false, List.of(new HttpRoute(RouteMatching.ALWAYS, action, Optional.empty(), origin, Optional.empty())));
    }
}
