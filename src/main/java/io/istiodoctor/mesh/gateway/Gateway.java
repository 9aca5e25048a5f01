package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.Clues;
import io.istiodoctor.mesh.base.HostIndex;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.security.WorkloadPolicies;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An Istio Gateway with the gateway pods that its selector matches, in any namespace. */
public final class Gateway implements Subject {
    private final Resource resource;
    private final Map<String, String> selector;
    private final List<Workload> workloads;
    private final List<Workload> applications;
    private final List<String> workloadNamespaces;
    private final Gateways gateways;
    private final Gateways.Surroundings surroundings;
    private final List<GatewayServer> servers;
    private final List<GatewayServer> serversForTls;
    private final Map<String, GatewayServer> firstNamed = new HashMap<>();
    private final HostIndex<ServerHost> hosts = new HostIndex<>();

    /** A host of a server; the namespace is empty when the server takes it from every one. */
    private record ServerHost(GatewayServer server, String namespace) {}

    /** A server that takes a host, and the narrower of the two hosts. */
    public record Accepted(GatewayServer server, String domain) {}

    Gateway(Resource resource, List<Workload> matching, Gateways gateways) {
        this.resource = resource;
        this.selector = selectorOf(resource);
        this.workloads = matching.stream().filter(Workload::gateway).toList();
        this.applications = matching.stream().filter(w -> !w.gateway()).toList();
        this.workloadNamespaces = List.copyOf(workloads.stream().map(Workload::namespace).collect(Collectors.toCollection(TreeSet::new)));
        this.gateways = gateways;
        this.surroundings = gateways.surroundings();
        List<Node> nodes = resource.spec().get("servers").elements();
        this.servers = IntStream.range(0, nodes.size()).mapToObj(i -> new GatewayServer(this, i, nodes.get(i))).toList();
        this.serversForTls = servers.stream().filter(s -> s.port() == 443).toList();
        servers.forEach(s -> firstNamed.putIfAbsent(s.portName(), s));
        servers.forEach(
                s -> s.spec().hosts()
                        .forEach(h -> hosts.add(ServerSpec.withoutNamespace(h), new ServerHost(s, ServerSpec.namespaceOf(h)))));
    }

    static Map<String, String> selectorOf(Resource gateway) {
        return Resource.texts(gateway.spec().get("selector"));
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** Labels that its pods must carry; empty means every gateway pod. */
    @SeenByRules
    public Map<String, String> selector() {
        return selector;
    }

    /** A gateway's workload that the selector matches and that istiod keeps from it, where no other is left. */
    @SeenByRules
    public Optional<Workload> keptFrom() {
        return workloads.isEmpty()
                ? surroundings.workloads().gateways().stream().filter(w -> Labels.match(selector, w.labels())).findFirst()
                : Optional.empty();
    }

    /** Why istiod keeps it from that workload: "scoped" (every Gateway), "managed" (the pod is the Gateway API's); else empty. */
    @SeenByRules
    public String keptBecause() {
        return keptFrom().map(w -> surroundings.config().keptApart(namespace(), w)).orElse("");
    }

    /** Whether pods take connections from their nodes, without a Service. */
    @SeenByRules
    public boolean onNodes() {
        return servers.stream().flatMap(s -> s.listeners().stream()).anyMatch(Listener::onNode);
    }

    /** Whether it is the first of its namespace with this selector, so that what is wrong with the pods is told once. */
    @SeenByRules
    public boolean firstWithSelector() {
        return gateways.podServers().first(this);
    }

    /** One Service of each gateway that its selector matches, where these share none: the pods of one are not those of another. */
    @SeenByRules
    public List<Service> separateServices() {
        Map<String, Service> first = new TreeMap<>();
        workloads.stream().map(this::servicesOf).filter(s -> !s.isEmpty()).forEach(together -> {
            Service known = together.stream().map(s -> first.get(s.qualifiedName())).filter(Objects::nonNull).findFirst()
                    .orElse(together.getFirst());
            together.forEach(s -> first.put(s.qualifiedName(), known));
        });
        return first.values().stream().distinct().toList();
    }

    /** What it means that no other Gateway has something: certain, inferred or unknown. */
    @SeenByRules
    public Certainty gatewayAbsence() {
        return gateways.absence();
    }

    /** The selector as a manifest writes it. */
    @SeenByRules
    public String selectorText() {
        return Labels.show(selector);
    }

    /** The gateway pods and templates that take this Gateway, in any namespace. */
    @SeenByRules(certainty = "workloadAbsence")
    public List<Workload> workloads() {
        return workloads;
    }

    /** Pods and templates that the selector matches although no gateway runs in them. */
    @SeenByRules
    public List<Workload> applications() {
        return applications;
    }

    /** What it means when no workload matches: certain, inferred or unknown. */
    @SeenByRules
    public Certainty workloadAbsence() {
        return Clues.weigh(surroundings.workloads().gatewayAbsence(), misspelt());
    }

    // Where the gateway's pods are not part of the input, the label that they carry by default is what a selector can miss.
    private boolean misspelt() {
        return !surroundings.inventory().live() && !selector.isEmpty()
                && surroundings.workloads().gateways().stream().anyMatch(w -> selector.entrySet().stream()
                        .allMatch(e -> w.labels().entrySet().stream().anyMatch(l -> near(e, l))));
    }

    private static boolean near(Map.Entry<String, String> wanted, Map.Entry<String, String> label) {
        return wanted.getKey().equalsIgnoreCase(label.getKey())
                && (wanted.getValue().equals(label.getValue()) || Clues.misspelt(wanted.getValue(), label.getValue()));
    }

    /** Why its pods are not known; empty when they are, or when there are certainly none. */
    @SeenByRules
    public String unknown() {
        if (!workloads.isEmpty() || workloadAbsence() != Certainty.UNKNOWN) {
            return "";
        }
        String reason = surroundings.workloads().coverage().reason();
        return reason.isEmpty() ? "no gateway's pods are part of the input" : reason;
    }

    /** The servers in the order of the manifest. */
    @SeenByRules
    public List<GatewayServer> servers() {
        return servers;
    }

    /** Those on the port that redirects to HTTPS lead to. */
    List<GatewayServer> serversForTls() {
        return serversForTls;
    }

    /** The first server whose port has this name, which the port of some server must. */
    GatewayServer firstNamed(String port) {
        return Objects.requireNonNull(firstNamed.get(port));
    }

    /** The Services in front of its pods. */
    @SeenByRules(certainty = "serviceAbsence")
    public List<Service> services() {
        return workloads.stream().flatMap(w -> servicesOf(w).stream()).distinct().toList();
    }

    /** Whether a Service means its pods by their labels, and is in another namespace, where it selects nothing. */
    @SeenByRules
    public boolean serviceElsewhere() {
        return workloads.stream().anyMatch(w -> surroundings.services().strayedFrom(w).isPresent());
    }

    /**
     * Whether its pods are only assumed, and a Service of this namespace means them and selects nothing there: most likely it is there that they will be.
     */
    boolean expectedIn(String namespace) {
        return workloads.stream().allMatch(Workload::assumed) && workloads.stream()
                .anyMatch(w -> surroundings.services().strayedFrom(w).filter(s -> s.namespace().equals(namespace)).isPresent());
    }

    List<Service> servicesOf(Workload workload) {
        return surroundings.services().of(workload);
    }

    /** What it means that a Service is not in front of its pods: as little as is known of any of their namespaces. */
    @SeenByRules
    public Certainty serviceAbsence() {
        return workloadNamespaces().stream().map(gateways.coverage(Kind.SERVICE)::absenceIn).max(Comparator.naturalOrder())
                .orElse(Certainty.UNKNOWN);
    }

    /** The servers that take a host of a VirtualService of that namespace, in order; a server may come twice. */
    public List<Accepted> accepting(String host, String namespace) {
        return hosts.overlapping(host).stream().filter(e -> e.value().namespace.isEmpty() || e.value().namespace.equals(namespace))
                .map(e -> new Accepted(e.value().server, HostPattern.intersection(e.host(), host.toLowerCase(Locale.ROOT)).orElseThrow()))
                .toList();
    }

    /** All Gateways, this one among them. */
    List<Gateway> all() {
        return gateways.all();
    }

    PodServers podServers() {
        return gateways.podServers();
    }

    /** Whether a RequestAuthentication is for every one of its pods: for their namespace or the whole mesh, or by its selector. */
    public boolean authenticatesRequests() {
        return workloads.stream().allMatch(w -> policies().any(Kind.REQUEST_AUTHENTICATION, w));
    }

    /** Which policies of Istio are for its pods. */
    public WorkloadPolicies policies() {
        return gateways.policies();
    }

    /**
     * Whether nothing from outside reaches its pods: their Services have no load balancer, node port or address of their own, no Ingress or route
     * leads to them, and nothing in their names and annotations says that it is meant so or that another controller reaches the pods.
     */
    @SeenByRules
    public boolean internalOnly() {
        return !services().isEmpty() && !onNodes() && services().stream().noneMatch(s -> s.assumed() || s.exposure().external()
                || s.exposure().meantToBeInternal() || s.exposure().behindAnother());
    }

    /** What it means that no RequestAuthentication is there for its pods. */
    public Certainty authenticationAbsence() {
        return workloadNamespaces().stream().map(gateways.coverage(Kind.REQUEST_AUTHENTICATION)::absenceIn)
                .max(Comparator.naturalOrder()).orElse(Certainty.UNKNOWN);
    }

    CredentialStore credentials() {
        return surroundings.credentials();
    }

    /** The namespaces of its pods: where credentials are read. */
    @SeenByRules
    public List<String> workloadNamespaces() {
        return workloadNamespaces;
    }

    /** The gateway workload whose labels come nearest to the selector. */
    @SeenByRules
    public Optional<Workload> nearestWorkload() {
        return surroundings.workloads().gateways().stream().min(Comparator
                .comparingInt((Workload w) -> Labels.distance(selector, w.labels())).thenComparing(Subject::qualifiedName));
    }

    /** The selector with each pair that the nearest gateway workload lacks replaced by what that workload carries. */
    @SeenByRules
    public Map<String, String> nearestSelector() {
        Map<String, String> labels = nearestWorkload().map(Workload::labels).orElse(Map.of());
        Map<String, String> mended = new TreeMap<>();
        selector.forEach((key, value) -> labels.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(key) && !e.getKey().equals("app") || e.getKey().equals(key))
                .findFirst().ifPresent(e -> mended.put(e.getKey(), e.getValue())));
        if (mended.isEmpty() && labels.containsKey("istio")) {
            mended.put("istio", labels.get("istio"));
        }
        return mended.isEmpty() ? new TreeMap<>(labels) : mended;
    }

    /** {@link #nearestSelector()} as a manifest writes it. */
    @SeenByRules
    public String nearestSelectorText() {
        return Labels.show(nearestSelector());
    }
}
