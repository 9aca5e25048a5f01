package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.Memo;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.Audience;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.gateway.ServerSpec;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A VirtualService with its hosts, the Gateways it names and the destinations it routes to. */
public final class VirtualService implements Subject {
    private final Memo<List<VirtualServiceRule>, EarlierPlaces> places = new Memo<>(EarlierPlaces::new);
    private final Resource resource;
    private final List<VirtualServiceHost> hosts;
    private final List<GatewayReference> gateways;
    private final List<GatewayReference> topGateways;
    private final Certainty meshHostAbsence;
    private final Audience audience;
    private final List<String> exportTo;
    private final String unknownDefault;
    private final List<Destination> destinations;
    private final List<RegexUse> regexes;
    private final VirtualServices others;
    private final List<VirtualServiceRule> rules;
    private final Map<String, VirtualServiceRule> rulesByPath;
    private final boolean preflightsTaken;

    VirtualService(Resource resource, ReferenceResolver references, VirtualServices others) {
        this.resource = resource;
        this.gateways = references.gateways(this);
        this.topGateways = gateways.stream().filter(g -> g.path().startsWith("spec.gateways")).toList();
        this.meshHostAbsence = references.meshHostAbsence();
        this.audience = references.audience(resource);
        this.exportTo = references.exportTo(resource);
        this.unknownDefault = references.unknownDefaults();
        List<Node> hostNodes = resource.spec().get("hosts").elements();
        this.hosts = IntStream.range(0, hostNodes.size())
                .mapToObj(i -> new VirtualServiceHost(this, i, hostNodes.get(i).text().orElse(""),
                        references.hostOf(hostNodes.get(i).text().orElse(""), resource.ref().namespace()), references.meshHost(
                                hostNodes.get(i).text().orElse(""), resource.ref().namespace())))
                .toList();
        this.others = others;
        this.rules = VirtualServiceRule.of(this);
        this.preflightsTaken = rules.stream().anyMatch(VirtualServiceRule::takesPreflights);
        this.rulesByPath = rules.stream().collect(Collectors.toUnmodifiableMap(VirtualServiceRule::path, r -> r));
        this.destinations = references.destinations(this);
        this.regexes = RegexUse.of(this);
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** Its hosts in the order of the manifest. */
    @SeenByRules
    public List<VirtualServiceHost> hosts() {
        return hosts;
    }

    /** Its hosts as written. */
    @SeenByRules
    public List<String> hostNames() {
        return hosts.stream().map(VirtualServiceHost::written).toList();
    }

    /** The Gateways that it names, at the top and in matches; {@code mesh} is not among them. */
    @SeenByRules
    public List<GatewayReference> gateways() {
        return gateways;
    }

    /** Gateways named at the top. */
    @SeenByRules
    public List<GatewayReference> topGateways() {
        return topGateways;
    }

    /** Whether a rule with a corsPolicy takes what browsers ask beforehand. */
    boolean preflightsTaken() {
        return preflightsTaken;
    }

    /** Whether it also holds for the proxies of the mesh: by naming {@code mesh} or no Gateway at all. */
    @SeenByRules
    public boolean inMesh() {
        List<Node> names = resource.spec().get("gateways").elements();
        return names.isEmpty() || names.stream().anyMatch(n -> n.text().orElse("").equals(GatewayName.MESH));
    }

    /** What it means that a host is none of the mesh's. */
    Certainty meshHostAbsence() {
        return meshHostAbsence;
    }

    /** All destinations of its http, tcp and tls routes, mirrors among them. */
    @SeenByRules
    public List<Destination> destinations() {
        return destinations;
    }

    /** Every regular expression in it. */
    @SeenByRules
    public List<RegexUse> regexes() {
        return regexes;
    }

    /** The sections with rules, of http, tls and tcp. */
    @SeenByRules
    public List<String> sections() {
        return Stream.of("http", "tls", "tcp").filter(s -> !resource.spec().get(s).elements().isEmpty()).toList();
    }

    EarlierPlaces places(List<VirtualServiceRule> section) {
        return places.of(section);
    }

    /** Its rules, section by section. */
    @SeenByRules
    public List<VirtualServiceRule> rules() {
        return rules;
    }

    /** The rule at a path, {@code spec.http[0]}. */
    public Optional<VirtualServiceRule> ruleAt(String path) {
        return Optional.ofNullable(rulesByPath.get(path));
    }

    /** Its http rules. */
    List<VirtualServiceRule> httpRules() {
        return rules.stream().filter(r -> r.section().equals("http")).toList();
    }

    /** What is known of all VirtualServices together. */
    VirtualServices others() {
        return others;
    }

    /** Whether some of a Gateway's pods see it (exportTo); yes when the Gateway has none. */
    boolean visibleTo(Gateway gateway) {
        return gateway.workloads().isEmpty() || gateway.workloadNamespaces().stream().anyMatch(audience::includes);
    }

    /** Its hosts on the servers of its Gateways. */
    @SeenByRules
    public List<Binding> bindings() {
        return others.bindings().of(this);
    }

    /** The namespaces whose proxies see it. */
    public Audience audience() {
        return audience;
    }

    /** Namespaces of gateway pods that its Gateways select and that cannot see it (exportTo); each once, in order. */
    @SeenByRules
    public List<String> hiddenFrom() {
        return topGateways().stream().flatMap(g -> g.gateway().stream()).flatMap(g -> g.workloadNamespaces().stream())
                .distinct().filter(n -> !audience.includes(n)).toList();
    }

    /** Why it is not known where it is exported to; empty when it says so itself, or the mesh's default is known. */
    @SeenByRules
    public String unknownExport() {
        boolean written = resource.spec().get("exportTo").isPresent();
        return written || topGateways().isEmpty() ? "" : unknownDefault;
    }

    /** Where it is exported to, as written or by default. */
    @SeenByRules
    public List<String> exportTo() {
        return exportTo;
    }

    /** Whether every Gateway that it names at the top was found. */
    @SeenByRules
    public boolean gatewaysKnown() {
        return topGateways().stream().allMatch(GatewayReference::found);
    }

    /** Why the Gateways that it names at the top are not known; empty when they are, or certainly missing. */
    @SeenByRules
    public String unknownGateways() {
        return topGateways().stream().map(GatewayReference::unknown).filter(r -> !r.isEmpty()).findFirst().orElse("");
    }

    /** Hosts that the servers of its Gateways accept, as written there, each once, in order. */
    @SeenByRules
    public List<String> gatewayHosts() {
        return topGateways().stream().flatMap(g -> g.hosts().stream()).distinct().toList();
    }

    /** Hosts of its Gateways without namespaces and without the general wildcard. */
    @SeenByRules
    public List<String> gatewayHostNames() {
        return gatewayHosts().stream().map(ServerSpec::withoutNamespace).distinct().toList();
    }

    /** Whether another one is for the same hosts, by the same Gateways, and both are exported everywhere. */
    boolean alike(VirtualService other) {
        return hosts(this).equals(hosts(other)) && gateways(this).equals(gateways(other))
                && audience().everywhere() && other.audience().everywhere();
    }

    private static Set<String> hosts(VirtualService virtualService) {
        return virtualService.hosts.stream().map(VirtualServiceHost::host).collect(Collectors.toSet());
    }

    private static Set<String> gateways(VirtualService virtualService) {
        return Stream
                .concat(virtualService.topGateways().stream().map(GatewayReference::target),
                        virtualService.inMesh() ? Stream.of("mesh") : Stream.of())
                .collect(Collectors.toSet());
    }
}
