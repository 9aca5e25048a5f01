package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.Clues;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.destination.DestinationRules;
import io.istiodoctor.mesh.destination.PolicyField;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.service.ResolvedHost;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServiceEntry;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a route of a VirtualService sends requests: a host, and as a rule a port and a subset of it. */
public final class Destination extends WrittenPart {
    private final Node node;
    private final ResolvedHost target;
    private final DestinationRules rules;
    private final DestinationExport.Rules exports;
    /** Made when it is first asked for; threads that ask at the same time make the same. */
    private volatile @Nullable DestinationExport export;

    Destination(VirtualService virtualService, String path, Node node, ResolvedHost target, DestinationRules rules,
            DestinationExport.Rules exports) {
        super(virtualService, path, node.text("host"));
        this.node = node;
        this.target = target;
        this.rules = rules;
        this.exports = exports;
    }

    /** The host that is meant: a name without a dot completed with the VirtualService's namespace. */
    @SeenByRules
    public String host() {
        return target.host();
    }

    /** The port's number; 0 when none is given. */
    @SeenByRules
    public long port() {
        return node.get("port").get("number").number().orElse(0L);
    }

    /** The subset's name; empty when none is given. */
    @SeenByRules
    public String subset() {
        return node.text("subset");
    }

    /** Whether a Service or ServiceEntry carries the host. */
    @SeenByRules(certainty = "absence")
    public boolean found() {
        return !target.carriers().isEmpty() || node.text("host").isEmpty();
    }

    /** The Service that carries the host. */
    @SeenByRules(certainty = "absence")
    public Optional<Service> service() {
        return target.carriers().stream().filter(Service.class::isInstance).map(Service.class::cast).findFirst();
    }

    /** When nothing carries the host, what that means: certain, inferred or unknown. */
    @SeenByRules
    public Certainty absence() {
        return target.certainty();
    }

    /** Why nothing is known of the host; empty when something is. */
    @SeenByRules
    public String unknown() {
        return target.unknown();
    }

    /** The Service that was most likely meant. */
    @SeenByRules
    public Optional<Service> nearestService() {
        return target.nearest();
    }

    /**
     * How the nearest Service differs: "abbreviated" (name.namespace is not completed), "other namespace", "same
     * workload" (the name is that of the workload behind the Service), "alike", "wildcard entry" (a ServiceEntry covers
     * it by a wildcard, which makes no cluster); "none" when there is no nearest.
     */
    @SeenByRules
    public String notFoundBecause() {
        return target.notFound().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether a subset is named that the DestinationRule in force does not define, for one of the proxies that route here. */
    @SeenByRules(certainty = "subsetAbsence", absentWhenTrue = true)
    public boolean subsetMissing() {
        return !subset().isEmpty() && found() && clients().stream().anyMatch(c -> choice(c).subset(subset()).isEmpty());
    }

    /** Why it is not known which DestinationRule counts: no proxy that routes here is known; empty when one is, or no subset is named. */
    @SeenByRules
    public String unknownSubset() {
        return subset().isEmpty() || !clients().isEmpty() ? "" : virtualService().unknownGateways();
    }

    /** The subsets that there are, where the named one is missing. */
    @SeenByRules
    public List<String> offeredSubsets() {
        return clients().stream().flatMap(c -> choice(c).subsetNames().stream()).distinct().toList();
    }

    /** The subset that was most likely meant. */
    @SeenByRules
    public Optional<String> nearestSubset() {
        List<String> offered = offeredSubsets();
        return Nearest.name(subset(), offered).or(() -> offered.size() == 1 ? Optional.of(offered.getFirst()) : Optional.empty());
    }

    /** "namespace/name" of a DestinationRule that defines the subset where no proxy that routes here looks for it. */
    @SeenByRules
    public Optional<String> subsetElsewhere() {
        return rules.defining(host(), subset());
    }

    /** The exportTo of a DestinationRule beside the Service that defines the subset and is not exported to a proxy that routes here. */
    @SeenByRules
    public Optional<PolicyField> subsetHidden() {
        return hiding().flatMap(c -> hidden(c).stream()).findFirst();
    }

    /** What that exportTo has to be. */
    @SeenByRules
    public List<String> subsetExport() {
        return Stream.concat(subsetHidden().stream().flatMap(f -> f.resource().spec().get("exportTo").elements().stream())
                .flatMap(n -> n.text().stream()), hiding().filter(c -> hidden(c).isPresent())).distinct().toList();
    }

    private Stream<String> hiding() {
        return clients().stream().filter(c -> !choice(c).own());
    }

    private Optional<PolicyField> hidden(String client) {
        return rules.hidden(host(), subset(), client, serverNamespace());
    }

    /** What it means that no DestinationRule defines the subset: certain, inferred or unknown. */
    @SeenByRules
    public Certainty subsetAbsence() {
        return Clues.weigh(clients().stream().map(c -> rules.absence(c, serverNamespace())).max(Comparator.naturalOrder())
                .orElse(Certainty.UNKNOWN), !clients().isEmpty() && definedOtherwise());
    }

    // Manifests have the subset where it is not looked for, or one that is called much like it.
    private boolean definedOtherwise() {
        return subsetElsewhere().isPresent() || offeredSubsets().stream().anyMatch(o -> Clues.misspelt(subset(), o));
    }

    // At a gateway the proxy's own namespace counts; proxies of the mesh are taken to be beside the VirtualService.
    private List<String> clients() {
        return Stream.concat(gatewayClients().stream(), meshClients().stream()).distinct().toList();
    }

    List<String> gatewayClients() {
        return routingGateways().stream().flatMap(g -> g.workloadNamespaces().stream()).distinct().toList();
    }

    private List<String> meshClients() {
        return rule().filter(VirtualServiceRule::inMesh).isPresent() ? List.of(namespace()) : List.of();
    }

    /** The rule that leads here. */
    @SeenByRules
    public Optional<VirtualServiceRule> rule() {
        return virtualService().ruleAt(path().substring(0, path().indexOf(']') + 1));
    }

    // A rule can be for some of the VirtualService's Gateways only.
    private List<Gateway> routingGateways() {
        Optional<VirtualServiceRule> rule = rule();
        return virtualService().topGateways().stream().flatMap(g -> g.gateway().stream())
                .filter(g -> rule.filter(r -> !r.holdsAt(g)).isEmpty()).toList();
    }

    /** Whether the proxies that route here know of the host; gateways that do not even know of the VirtualService do not count. */
    @SeenByRules
    public DestinationExport export() {
        DestinationExport known = export;
        if (known == null) {
            known = exported();
            export = known;
        }
        return known;
    }

    private DestinationExport exported() {
        List<String> blind = virtualService().hiddenFrom();
        return exports.of(target.carriers(), gatewayClients().stream().filter(n -> !blind.contains(n)).toList(), meshClients(),
                exportAbsence());
    }

    // Where the gateway's pods are only assumed, nobody knows their namespace.
    private Certainty exportAbsence() {
        boolean assumed = virtualService().topGateways().stream().flatMap(g -> g.gateway().stream())
                .flatMap(g -> g.workloads().stream()).anyMatch(Workload::assumed);
        return assumed ? Certainty.INFERRED : portAbsence();
    }

    DestinationRules.Choice choice(String client) {
        return rules.choose(host(), client, serverNamespace());
    }

    // Of a ServiceEntry too, istiod looks for rules in the namespace of the object that carries the host.
    String serverNamespace() {
        return service().map(Service::namespace).or(() -> serviceEntry().map(ServiceEntry::namespace)).orElse("");
    }

    /** The Service's name; empty when none carries the host. */
    @SeenByRules
    public String serviceName() {
        return service().map(Service::name).orElse("");
    }

    /** The Service's namespace; empty when none carries the host. */
    @SeenByRules
    public String serviceNamespace() {
        return service().map(Service::namespace).orElse("");
    }

    /** The ports that the host offers, in the order of the manifest. */
    @SeenByRules
    public List<Long> offeredPorts() {
        return target.carriers().stream().flatMap(c -> c.portNumbers().stream()).distinct().toList();
    }

    /** Whether a port is given that the host does not offer; no for an ExternalName Service that declares none. */
    @SeenByRules(certainty = "portAbsence", absentWhenTrue = true)
    public boolean portMissing() {
        return port() > 0 && !offeredPorts().isEmpty() && !offeredPorts().contains(port());
    }

    /** What it means that no ServiceEntry adds a port to the host: certain, or inferred where those could not be read. */
    @SeenByRules
    public Certainty portAbsence() {
        return target.entriesKnown() ? Certainty.CERTAIN : Certainty.INFERRED;
    }

    /**
     * Ports of Gateway servers that bring requests here and that the host does not offer, where it offers several and none is
     * named: the proxy then takes the port that it listens on (E4.2).
     */
    @SeenByRules(certainty = "portAbsence", absentWhenTrue = true)
    public List<Long> listenerPortsNotOffered() {
        return port() > 0 || offeredPorts().size() < 2 ? List.of() : routingGateways().stream().flatMap(g -> g.servers().stream())
                .filter(s -> rule().filter(r -> !r.holdsOn(s)).isEmpty())
                .filter(s -> virtualService().hostNames().stream().anyMatch(h -> s.accepts(h, namespace())))
                .map(GatewayServer::port).distinct().filter(p -> !offeredPorts().contains(p)).toList();
    }

    /** Whether the rule that leads here applies at a gateway. */
    @SeenByRules
    public boolean atGateway() {
        return rule().filter(VirtualServiceRule::atGateway).isPresent();
    }

    /** The ServiceEntry that carries the host; empty where a Service does too. */
    @SeenByRules
    public Optional<ServiceEntry> serviceEntry() {
        return service().isPresent() ? Optional.empty()
                : target.carriers().stream().filter(ServiceEntry.class::isInstance).map(ServiceEntry.class::cast).findFirst();
    }

    /**
     * Whether requests go to a host outside of the mesh under another name than that host's: neither the rule nor this destination writes the Host header
     * anew, and no host of the VirtualService is that of the ServiceEntry.
     */
    @SeenByRules
    public boolean hostNotRewritten() {
        return path().startsWith("spec.http") && path().contains(".route[") && !virtualService().hostNames().isEmpty()
                && serviceEntry().filter(ServiceEntry::external).isPresent()
                && virtualService().hostNames().stream().noneMatch(h -> HostPattern.overlap(h, host())) && !rewritten();
    }

    private boolean rewritten() {
        Node rule = FieldPath.parse(path().substring(0, path().indexOf(".route["))).in(resource().root());
        Node whole = FieldPath.parse(path().substring(0, path().lastIndexOf('.'))).in(resource().root());
        return !rule.get("rewrite").text("authority").isEmpty()
                || Stream.of(rule, whole).flatMap(n -> n.get("headers").get("request").get("set").fields().keySet().stream())
                        .anyMatch(h -> h.equalsIgnoreCase("host") || h.equals(":authority"));
    }

    /** The rule that leads here, as a path of the VirtualService. */
    @SeenByRules
    public String rulePath() {
        int at = path().indexOf(".route[");
        return at < 0 ? path() : path().substring(0, at);
    }

    /** Whether an http rule leads here. */
    @SeenByRules
    public boolean http() {
        return path().startsWith("spec.http");
    }

    /** The Service port whose target is the port that was written. */
    @SeenByRules
    public Optional<ServicePort> servicePortOfTarget() {
        String wanted = Long.toString(port());
        return service().flatMap(s -> s.ports().stream().filter(p -> p.targetPort().equals(wanted)
                || s.workloads().stream().anyMatch(w -> p.targetOn(w).filter(t -> t == port()).isPresent())).findFirst());
    }

    /** The port's number on the Service, where it offers only one or one is given; else 0. */
    long effectivePort() {
        return port() > 0 ? port() : offeredPorts().size() == 1 ? offeredPorts().getFirst() : 0;
    }

    /** The Service port that requests go to, where it is known. */
    @SeenByRules
    public Optional<ServicePort> servicePort() {
        return service().flatMap(s -> s.port(effectivePort()));
    }

    /** What gateways make of it. */
    @SeenByRules
    public GatewayRoute fromGateway() {
        return new GatewayRoute(this);
    }

    /** The port that was most likely meant. */
    @SeenByRules
    public Optional<Long> nearestPort() {
        return servicePortOfTarget().map(ServicePort::number).or(() -> Nearest.port(port(), offeredPorts()));
    }

}
