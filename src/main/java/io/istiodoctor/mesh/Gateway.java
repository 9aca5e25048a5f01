package io.istiodoctor.mesh;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.Comparator;
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
    private final Map<Workload, List<Service>> services;
    private final Surroundings surroundings;
    private final List<GatewayServer> servers;
    private final HostIndex<ServerHost> hosts = new HostIndex<>();

    /** What a Gateway cannot know by itself. */
    record Surroundings(Inventory inventory, List<Workload> gatewayWorkloads, MeshConfig config, CredentialStore credentials,
            Bindings bindings, PodServers podServers) {}

    /** A host of a server; the namespace is empty when the server takes it from every one. */
    private record ServerHost(GatewayServer server, String namespace) {}

    /** A server that takes a host, and the narrower of the two hosts. */
    record Accepted(GatewayServer server, String domain) {}

    Gateway(Resource resource, List<Workload> matching, Map<Workload, List<Service>> services, Surroundings surroundings) {
        this.resource = resource;
        this.selector = selectorOf(resource);
        this.workloads = matching.stream().filter(Workload::gateway).toList();
        this.applications = matching.stream().filter(w -> !w.gateway()).toList();
        this.services = services;
        this.surroundings = surroundings;
        List<Node> nodes = resource.spec().get("servers").elements();
        this.servers = IntStream.range(0, nodes.size()).mapToObj(i -> new GatewayServer(this, i, nodes.get(i))).toList();
        servers.forEach(s -> s.hosts().forEach(h -> hosts.add(GatewayServer.withoutNamespace(h), new ServerHost(s, s.namespaceOf(h)))));
    }

    static Map<String, String> selectorOf(Resource gateway) {
        return Resource.texts(gateway.spec().get("selector"));
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** Labels that its pods must carry; empty means every gateway pod. */
    public Map<String, String> selector() {
        return selector;
    }

    /** A gateway's workload that the selector matches and that istiod keeps from it, where no other is left. */
    public Optional<Workload> keptFrom() {
        return workloads.isEmpty() ? surroundings.gatewayWorkloads.stream().filter(w -> Labels.match(selector, w.labels())).findFirst()
                : Optional.empty();
    }

    /** Why istiod keeps it from that workload: "scoped" (every Gateway), "managed" (the pod is the Gateway API's); else empty. */
    public String keptBecause() {
        return keptFrom().map(w -> surroundings.config.keptApart(namespace(), w)).orElse("");
    }

    /** Whether pods take connections from their nodes, without a Service. */
    public boolean onNodes() {
        return servers.stream().flatMap(s -> s.listeners().stream()).anyMatch(Listener::onNode);
    }

    /** Whether it is the first of its namespace with this selector, so that what is wrong with the pods is told once. */
    public boolean firstWithSelector() {
        return surroundings.podServers.first(this);
    }

    /** One Service of each gateway that its selector matches, where these share none: the pods of one are not those of another. */
    public List<Service> separateServices() {
        Map<String, Service> first = new TreeMap<>();
        workloads.stream().map(this::servicesOf).filter(s -> !s.isEmpty()).forEach(together -> {
            Service known = together.stream().map(s -> first.get(s.qualifiedName())).filter(Objects::nonNull).findFirst().orElse(together.getFirst());
            together.forEach(s -> first.put(s.qualifiedName(), known));
        });
        return first.values().stream().distinct().toList();
    }

    /** Whether a VirtualService names it, or most likely means it, and is on none of its servers. */
    public boolean missedByRoutes() {
        return surroundings.bindings.missing(qualifiedName());
    }

    /** What it means that no VirtualService is on a server: certain, inferred or unknown. */
    public Certainty routeAbsence() {
        return surroundings.inventory.coverage(Kind.VIRTUAL_SERVICE).absenceAnywhere();
    }

    /** What it means that no other Gateway has something: certain, inferred or unknown. */
    public Certainty gatewayAbsence() {
        return surroundings.inventory.coverage(Kind.ISTIO_GATEWAY).absenceAnywhere();
    }

    /** The selector as a manifest writes it. */
    public String selectorText() {
        return Labels.show(selector);
    }

    /** The gateway pods and templates that take this Gateway, in any namespace. */
    public List<Workload> workloads() {
        return workloads;
    }

    /** Pods and templates that the selector matches although no gateway runs in them. */
    public List<Workload> applications() {
        return applications;
    }

    /** What it means when no workload matches: certain, inferred or unknown. */
    public Certainty workloadAbsence() {
        return surroundings.inventory.gatewayAbsence(surroundings.gatewayWorkloads);
    }

    /** Why its pods are not known; empty when they are, or when there are certainly none. */
    public String unknown() {
        if (!workloads.isEmpty() || workloadAbsence() != Certainty.UNKNOWN) {
            return "";
        }
        String reason = surroundings.inventory.workloads().reason();
        return reason.isEmpty() ? "no gateway's pods are part of the input" : reason;
    }

    /** The servers in the order of the manifest. */
    public List<GatewayServer> servers() {
        return servers;
    }

    /** The Services in front of its pods. */
    public List<Service> services() {
        return workloads.stream().flatMap(w -> servicesOf(w).stream()).distinct().toList();
    }

    List<Service> servicesOf(Workload workload) {
        return services.getOrDefault(workload, List.of());
    }

    /** What it means that a Service is not in front of its pods: as little as is known of any of their namespaces. */
    public Certainty serviceAbsence() {
        return workloadNamespaces().stream().map(surroundings.inventory.coverage(Kind.SERVICE)::absenceIn).max(Comparator.naturalOrder())
                .orElse(Certainty.UNKNOWN);
    }

    /** The servers that take a host of a VirtualService of that namespace, in order; a server may come twice. */
    List<Accepted> accepting(String host, String namespace) {
        return hosts.overlapping(host).stream().filter(e -> e.value().namespace.isEmpty() || e.value().namespace.equals(namespace))
                .map(e -> new Accepted(e.value().server, HostPattern.intersection(e.host(), host.toLowerCase(Locale.ROOT)).orElseThrow())).toList();
    }

    PodServers podServers() {
        return surroundings.podServers;
    }

    /** Whether a RequestAuthentication is for every one of its pods: for their namespace or the whole mesh, or by its selector. */
    boolean authenticatesRequests() {
        return workloads.stream().allMatch(w -> policies().any(Kind.REQUEST_AUTHENTICATION, w));
    }

    WorkloadPolicies policies() {
        return new WorkloadPolicies(surroundings.inventory, surroundings.config);
    }

    /**
     * Whether nothing from outside reaches its pods: their Services have no load balancer, node port or address of their own, no Ingress or route
     * leads to them, and nothing in their names and annotations says that it is meant so or that another controller reaches the pods.
     */
    public boolean internalOnly() {
        return !services().isEmpty() && !onNodes() && services().stream().noneMatch(s -> s.assumed() || s.exposure().external()
                || s.exposure().meantToBeInternal() || s.exposure().behindAnother());
    }

    /** What it means that no RequestAuthentication is there for its pods. */
    Certainty authenticationAbsence() {
        return workloadNamespaces().stream().map(surroundings.inventory.coverage(Kind.REQUEST_AUTHENTICATION)::absenceIn)
                .max(Comparator.naturalOrder()).orElse(Certainty.UNKNOWN);
    }

    Bindings bindings() {
        return surroundings.bindings;
    }

    CredentialStore credentials() {
        return surroundings.credentials;
    }

    /** The namespaces of its pods: where credentials are read. */
    public List<String> workloadNamespaces() {
        return List.copyOf(workloads.stream().map(Workload::namespace).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The gateway workload whose labels come nearest to the selector. */
    public Optional<Workload> nearestWorkload() {
        return surroundings.gatewayWorkloads.stream().min(Comparator
                .comparingInt((Workload w) -> Labels.distance(selector, w.labels())).thenComparing(Subject::qualifiedName));
    }

    /** The selector with each pair that the nearest gateway workload lacks replaced by what that workload carries. */
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
    public String nearestSelectorText() {
        return Labels.show(nearestSelector());
    }
}
