package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.admission.Inspection;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.HostIndex;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.destination.DestinationRule.SubsetName;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All VirtualServices, and what only all of them together tell of each. */
public final class VirtualServices {
    private final Inspection inspection;
    private final List<VirtualService> all;
    private final Coverage coverage;
    private final Map<String, VirtualService> byName = new TreeMap<>();
    private final Bindings bindings;
    private final Map<VirtualServiceHost, VirtualService> rivals = new IdentityHashMap<>();
    private final Map<VirtualServiceRule, VirtualService> shadows;
    private final HostIndex<GatewayServer> servers = new HostIndex<>();
    private final Map<String, VirtualService> inMesh = new HashMap<>();
    private final Set<HostPort> passed;

    private record HostPort(String host, long port) {}

    /** Resolves the VirtualServices of a snapshot. Each holds this, to answer what depends on the others. */
    public VirtualServices(Inventory inventory, ReferenceResolver references, List<Gateway> gateways, Inspection inspection) {
        this.inspection = inspection;
        this.coverage = inventory.coverage(Kind.VIRTUAL_SERVICE);
        this.all = AllCores.list(inventory.all(Kind.VIRTUAL_SERVICE), some -> some.map(v -> new VirtualService(v, references, this)));
        all.forEach(v -> byName.put(v.qualifiedName(), v));
        this.bindings = new Bindings(all);
        List<VirtualService> ordered = all.stream().sorted((a, b) -> Age.OLDEST_FIRST.compare(a.resource(), b.resource())).toList();
        Map<String, MeshHost> hosts = new HashMap<>();
        ordered.stream().filter(VirtualService::inMesh).forEach(v -> v.hosts().stream().map(VirtualServiceHost::host).distinct()
                .forEach(h -> hosts.computeIfAbsent(h, any -> new MeshHost()).add(v)));
        ordered.stream().filter(VirtualService::inMesh).forEach(v -> v.hosts().forEach(
                h -> hosts.get(h.host()).rival(v).ifPresent(r -> rivals.put(h, r))));
        gateways.stream().flatMap(g -> g.servers().stream()).forEach(s -> s.hostNames().forEach(h -> servers.add(h, s)));
        hosts.forEach((host, meant) -> meant.first().ifPresent(v -> inMesh.put(host, v)));
        this.shadows = GatewayOrder.shadows(bindings);
        this.passed = all.stream().flatMap(v -> v.destinations().stream()).filter(d -> d.atGateway() && d.fromGateway().passedThrough())
                .map(d -> new HostPort(d.host(), d.effectivePort())).collect(Collectors.toUnmodifiableSet());
    }

    /** Each of them, in the order of the input. */
    public List<VirtualService> all() {
        return all;
    }

    /** The subsets that routes lead to. */
    public Set<SubsetName> routedSubsets() {
        return all.stream().flatMap(v -> v.destinations().stream()).filter(d -> !d.subset().isEmpty())
                .map(d -> new SubsetName(d.host(), d.subset())).collect(Collectors.toUnmodifiableSet());
    }

    /** The hosts that routes lead to and nothing carries. */
    public Set<String> missedHosts() {
        return all.stream().flatMap(v -> v.destinations().stream()).filter(d -> !d.found()).map(Destination::host)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The hosts to which a gateway passes the client's own TLS, and begins TLS of a DestinationRule around it. */
    public Set<String> wrappedHosts() {
        return all.stream().flatMap(v -> v.destinations().stream()).filter(d -> d.fromGateway().wrapsTls()).map(Destination::host)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a tls rule at a gateway passes the client's own TLS on to this port of the host. */
    boolean passedThrough(String host, long port) {
        return passed.contains(new HostPort(host, port));
    }

    /** Which of them are on which servers. */
    public Bindings bindings() {
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

    /** The one of this name, "namespace/name". */
    Optional<VirtualService> find(String qualifiedName) {
        return Optional.ofNullable(byName.get(qualifiedName));
    }

    /** What it means that none, anywhere, says something. */
    Certainty absence() {
        return coverage.absenceAnywhere();
    }

    /** What it means that a namespace does not have one. */
    Certainty absenceIn(String namespace) {
        return coverage.absenceIn(namespace);
    }

    /**
     * A VirtualService without hosts: of this name elsewhere, rather in a namespace that is called much like the one that is written; else of a name much
     * like it in the namespace; else of one anywhere.
     */
    Optional<VirtualService> nearestDelegate(String qualifiedName) {
        String namespace = qualifiedName.substring(0, qualifiedName.indexOf('/'));
        String name = qualifiedName.substring(namespace.length() + 1);
        List<VirtualService> delegates = byName.values().stream().filter(v -> v.hosts().isEmpty()).toList();
        return named(delegates, namespace, name)
                .or(() -> Nearest.name(name, delegates.stream().filter(v -> v.namespace().equals(namespace)).map(Subject::name).toList())
                        .flatMap(n -> find(namespace + "/" + n)))
                .or(() -> Nearest.name(name, delegates.stream().map(Subject::name).toList()).flatMap(n -> named(delegates, namespace, n)));
    }

    private static Optional<VirtualService> named(List<VirtualService> all, String namespace, String name) {
        List<VirtualService> same = all.stream().filter(v -> v.name().equals(name)).toList();
        return Nearest.name(namespace, same.stream().map(Subject::namespace).toList())
                .flatMap(n -> same.stream().filter(v -> v.namespace().equals(n)).findFirst()).or(() -> same.stream().findFirst());
    }

    /** Another VirtualService that has the host for proxies of the mesh which see both: the oldest. */
    Optional<VirtualService> rivalOf(VirtualServiceHost host) {
        return Optional.ofNullable(rivals.get(host));
    }

    /** An older VirtualService whose rules take all requests of this rule at every gateway. */
    Optional<VirtualService> shadowOf(VirtualServiceRule rule) {
        return Optional.ofNullable(shadows.get(rule));
    }

    /** Whether a VirtualService is refused for what stands in a field. */
    boolean refuses(Resource virtualService, String path) {
        return inspection.refuses(virtualService, path);
    }
}
