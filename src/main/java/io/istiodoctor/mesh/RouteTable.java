package io.istiodoctor.mesh;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of all VirtualServices together. It is filled once all of them are read. */
final class RouteTable {
    private final Bindings bindings;
    private final Map<String, VirtualService> byName = new TreeMap<>();
    private final Map<VirtualServiceHost, VirtualService> rivals = new IdentityHashMap<>();
    private Map<VirtualServiceRule, VirtualService> shadows = Map.of();
    private final HostIndex<GatewayServer> servers = new HostIndex<>();
    private final Map<String, VirtualService> inMesh = new HashMap<>();
    private Coverage coverage;

    RouteTable(Bindings bindings) {
        this.bindings = bindings;
    }

    void fill(List<VirtualService> all, List<Gateway> gateways, Coverage known) {
        this.coverage = known;
        all.forEach(v -> byName.put(v.qualifiedName(), v));
        all.forEach(bindings::add);
        List<VirtualService> ordered = all.stream().sorted(Comparator.comparing(VirtualService::resource, Age.OLDEST_FIRST)).toList();
        Map<String, MeshHost> hosts = new HashMap<>();
        ordered.stream().filter(VirtualService::inMesh).forEach(v -> v.hosts().stream().map(VirtualServiceHost::host).distinct()
                .forEach(h -> hosts.computeIfAbsent(h, any -> new MeshHost()).add(v)));
        ordered.stream().filter(VirtualService::inMesh).forEach(v -> v.hosts().forEach(
                h -> hosts.get(h.host()).rival(v).ifPresent(r -> rivals.put(h, r))));
        gateways.stream().flatMap(g -> g.servers().stream()).forEach(s -> s.hostNames().forEach(h -> servers.add(h, s)));
        hosts.forEach((host, meant) -> meant.first().ifPresent(v -> inMesh.put(host, v)));
        shadows = GatewayOrder.shadows(bindings);
    }

    Bindings bindings() {
        return bindings;
    }

    /** A server that names the host, by itself or by a wildcard for a part of all names, or that has no VirtualService at all. */
    Optional<GatewayServer> serverFor(String host) {
        return servers.overlapping(host).stream().filter(e -> !e.host().equals("*") || bindings.of(e.value()).isEmpty())
                .map(HostIndex.Entry::value).filter(s -> !s.gateway().workloads().isEmpty()).findFirst();
    }

    /** The oldest VirtualService that has the host for proxies of the mesh. */
    Optional<VirtualService> inMesh(String host) {
        return Optional.ofNullable(inMesh.get(host));
    }

    Optional<VirtualService> find(String qualifiedName) {
        return Optional.ofNullable(byName.get(qualifiedName));
    }

    Certainty absenceIn(String namespace) {
        return coverage.absenceIn(namespace);
    }

    /** A VirtualService without hosts, of this name elsewhere or of one much like it in the namespace. */
    Optional<VirtualService> nearestDelegate(String qualifiedName) {
        String namespace = qualifiedName.substring(0, qualifiedName.indexOf('/'));
        String name = qualifiedName.substring(namespace.length() + 1);
        List<VirtualService> delegates = byName.values().stream().filter(v -> v.hosts().isEmpty()).toList();
        return delegates.stream().filter(v -> v.name().equals(name)).findFirst()
                .or(() -> Nearest.name(name, delegates.stream().filter(v -> v.namespace().equals(namespace)).map(Subject::name).toList())
                        .flatMap(n -> find(namespace + "/" + n)));
    }

    /** Another VirtualService that has the host for proxies of the mesh which see both: the oldest. */
    Optional<VirtualService> rivalOf(VirtualServiceHost host) {
        return Optional.ofNullable(rivals.get(host));
    }

    /** An older VirtualService whose rules take all requests of this rule at every gateway. */
    Optional<VirtualService> shadowOf(VirtualServiceRule rule) {
        return Optional.ofNullable(shadows.get(rule));
    }
}
