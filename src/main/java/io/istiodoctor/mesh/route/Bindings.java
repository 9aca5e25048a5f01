package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.HostIndex;
import io.istiodoctor.mesh.base.Memo;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which VirtualServices are on which servers (E2): by name, by hosts that overlap, and where the gateway's pods see them. */
public final class Bindings {
    private final List<Binding> all = new ArrayList<>();
    private final Memo<GatewayServer, HostIndex<Binding>> serving = new Memo<>(this::serving);
    private final Memo<GatewayServer, List<ServerOrder>> orders = new Memo<>(this::ordered);
    private final Set<String> missing = new HashSet<>();
    private final Map<GatewayServer, List<Binding>> byServer = new IdentityHashMap<>();
    private final Map<VirtualService, List<Binding>> byVirtualService = new IdentityHashMap<>();
    private final List<VirtualService> virtualServices;

    Bindings(List<VirtualService> all) {
        this.virtualServices = all;
        all.forEach(this::add);
    }

    /** All VirtualServices, whether they are on a server or not. */
    List<VirtualService> virtualServices() {
        return virtualServices;
    }

    private void add(VirtualService virtualService) {
        Set<String> seen = new LinkedHashSet<>();
        for (GatewayReference reference : virtualService.topGateways()) {
            if (seen.add(reference.target())) {
                reference.gateway().filter(virtualService::visibleTo).ifPresent(g -> bind(virtualService, reference, g));
                if (of(virtualService).stream().noneMatch(b -> b.reference() == reference)) {
                    missing.add(reference.gateway().map(Subject::qualifiedName).or(reference::nearest).orElse(""));
                }
            }
        }
    }

    private void bind(VirtualService virtualService, GatewayReference reference, Gateway gateway) {
        Map<GatewayServer, Set<String>> domains = new LinkedHashMap<>();
        for (VirtualServiceHost host : virtualService.hosts()) {
            for (Gateway.Accepted accepted : gateway.accepting(host.host(), virtualService.namespace())) {
                domains.computeIfAbsent(accepted.server(), s -> new LinkedHashSet<>()).add(accepted.domain());
            }
        }
        domains.forEach((server, names) -> {
            Binding binding = new Binding(virtualService, reference, server, List.copyOf(names), this);
            all.add(binding);
            byServer.computeIfAbsent(server, s -> new ArrayList<>(1)).add(binding);
            byVirtualService.computeIfAbsent(virtualService, v -> new ArrayList<>(1)).add(binding);
        });
    }

    /** Whether a VirtualService names this Gateway, or most likely means it, and is on none of its servers. */
    boolean missing(String gateway) {
        return missing.contains(gateway);
    }

    /** Whether a VirtualService serves this host on the server, in the section that the server looks at. */
    boolean served(GatewayServer server, String domain) {
        return !serving.of(server).overlapping(domain).isEmpty();
    }

    private HostIndex<Binding> serving(GatewayServer server) {
        HostIndex<Binding> index = new HostIndex<>();
        of(server).stream().filter(Binding::fits).forEach(b -> b.domains().forEach(d -> index.add(d, b)));
        return index;
    }

    /** The VirtualServices on a server in their order: one for each namespace with pods of the gateway. */
    List<ServerOrder> orders(GatewayServer server) {
        return orders.of(server);
    }

    private List<ServerOrder> ordered(GatewayServer server) {
        List<VirtualService> here = of(server).stream().map(Binding::virtualService).toList();
        List<String> namespaces = server.gateway().workloadNamespaces();
        return namespaces.isEmpty() ? List.of(new ServerOrder(server, here.stream().sorted(Precedence.in(server.namespace()))))
                : namespaces.stream().map(n -> new ServerOrder(server,
                        here.stream().filter(v -> v.audience().includes(n)).sorted(Precedence.in(n)))).toList();
    }

    /** What is before a VirtualService on the server, wherever the gateway's pods see it; empty where nothing is in some of them. */
    Optional<VirtualService> before(GatewayServer server, VirtualService virtualService,
            Function<ServerOrder, Optional<VirtualService>> found) {
        List<Optional<VirtualService>> each = orders(server).stream().filter(o -> o.has(virtualService)).map(found).toList();
        return each.isEmpty() || each.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : each.getFirst();
    }

    /** All of them, VirtualService by VirtualService. */
    public List<Binding> all() {
        return List.copyOf(all);
    }

    Set<GatewayServer> servers() {
        return new LinkedHashSet<>(all.stream().map(Binding::server).toList());
    }

    List<Binding> of(GatewayServer server) {
        return byServer.getOrDefault(server, List.of());
    }

    List<Binding> of(VirtualService virtualService) {
        return byVirtualService.getOrDefault(virtualService, List.of());
    }
}
