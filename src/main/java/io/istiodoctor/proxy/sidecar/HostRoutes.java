package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.match.Semantics;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.Resolution;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import io.istiodoctor.proxy.route.HostVirtualServices;
import io.istiodoctor.proxy.route.HttpRoutes;
import io.istiodoctor.proxy.route.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which routes belong to which hosts of a port: those of VirtualServices first, then istiod's own (BuildSidecarVirtualHostWrapper). */
final class HostRoutes {
    /**
     * Hosts with the same routes.
     *
     * @param names hosts that no registry knows
     */
    record Group(List<HttpRoute> routes, List<String> names, List<RegistryService> services, long port) {}

    private final SidecarClient client;
    private final PortServices services;
    private final HostVirtualServices virtualServices;
    private final HttpRoutes routes;

    HostRoutes(Mesh mesh, SidecarClient client, PortServices services, HostVirtualServices virtualServices) {
        this.client = client;
        this.services = services;
        this.virtualServices = virtualServices;
        this.routes = new HttpRoutes(mesh.directory(),
                new Sender(client, (host, owner) -> services.find(host), GatewayName.MESH, services.port(), false));
    }

    List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (EffectiveVirtualService v : virtualServices.all()) {
            if (services.port() == 80 || v.hosts().stream().anyMatch(h -> !services.overlapping(h).isEmpty())) {
                groups.addAll(of(v));
            }
        }
        List<RegistryService> rest = new ArrayList<>(services.all());
        groups.forEach(g -> rest.removeAll(g.services()));
        for (RegistryService s : rest) {
            if (s.resolution() != Resolution.ALIAS) {
                s.ports().stream().filter(RegistryPort::httpOrDetected)
                        .forEach(p -> groups.add(new Group(List.of(usual(s, p)), List.of(), List.of(s), p.number())));
            }
        }
        return groups;
    }

    /** The routes that a VirtualService gives the pod on this port. */
    List<HttpRoute> routes(EffectiveVirtualService v) {
        return routes.of(v);
    }

    // buildSidecarVirtualHostsForVirtualService
    private List<Group> of(EffectiveVirtualService v) {
        List<HttpRoute> made = routes(v);
        List<String> names = new ArrayList<>();
        List<RegistryService> known = new ArrayList<>();
        separate(v, names, known);
        boolean foreign = v.semantics() == Semantics.GATEWAY_API && !v.namespace().equals(client.workload().namespace());
        boolean refused = v.semantics() == Semantics.GATEWAY_API
                && known.stream().noneMatch(s -> !foreign || s.namespace().equals(v.namespace()));
        if (made.isEmpty() || refused) {
            return List.of();
        }
        Map<Long, List<RegistryService>> byPort = new TreeMap<>();
        known.forEach(s -> s.ports().stream().filter(RegistryPort::httpOrDetected)
                .forEach(p -> byPort.computeIfAbsent(p.number(), n -> new ArrayList<>()).add(s)));
        if (byPort.isEmpty() && services.port() == 80) {
            byPort.put(80L, List.of());
        }
        return byPort.entrySet().stream().map(e -> new Group(made, names, e.getValue(), e.getKey())).toList();
    }

    // separateVSHostsAndServices: exact hosts first; a wildcard gets those hosts for which no other VirtualService has a more specific one.
    private void separate(EffectiveVirtualService v, List<String> names, List<RegistryService> known) {
        for (String host : v.hosts()) {
            if (!HostPattern.isWildcard(host)) {
                services.find(host).ifPresentOrElse(known::add, () -> names.add(host));
            }
        }
        for (String host : v.hosts()) {
            if (HostPattern.isWildcard(host)) {
                List<RegistryService> fitting = v.semantics() == Semantics.GATEWAY_API ? List.of() : services.overlapping(host);
                if (fitting.isEmpty()) {
                    names.add(host);
                }
                fitting.stream().filter(s -> virtualServices.mostSpecific(s.host()).filter(best -> best == v).isPresent())
                        .forEach(known::add);
            }
        }
    }

    private static HttpRoute usual(RegistryService service, RegistryPort port) {
        ClusterShare share = new ClusterShare(ClusterName.outbound(port.number(), "", service.host()), 0, port.origin());
        return new HttpRoute(RouteMatching.ALWAYS, new RouteAction.Forward(share), Optional.empty(), port.origin(), Optional.empty());
    }
}
