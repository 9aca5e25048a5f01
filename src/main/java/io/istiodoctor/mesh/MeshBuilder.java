package io.istiodoctor.mesh;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets;
import io.istiodoctor.source.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Resolves a snapshot step by step: workloads, Services, Gateways, VirtualServices; each step needs only earlier ones. */
final class MeshBuilder {
    final Inventory inventory;
    final List<Workload> workloads = new ArrayList<>();
    final List<WorkloadSelector> workloadSelectors = new ArrayList<>();
    final List<Service> services = new ArrayList<>();
    final List<ServiceEntry> serviceEntries = new ArrayList<>();
    final List<Gateway> gateways = new ArrayList<>();
    final List<VirtualService> virtualServices = new ArrayList<>();
    final List<DestinationRule> destinationRuleObjects = new ArrayList<>();
    List<PortConflict> portConflicts;
    CredentialStore credentials;
    final Bindings bindings = new Bindings();
    private final RouteTable table = new RouteTable(bindings);
    private final PodServers podServers = new PodServers();
    final List<String> assumptions = new ArrayList<>();
    HostNames names;
    MeshConfig config;
    Visibility visibility;
    DestinationRules destinationRules;
    PeerModes peerModes;
    Registry registry;
    private List<Workload> gatewayWorkloads;
    private LabelIndex<Workload> byLabel;
    private Map<String, List<Workload>> workloadsByNamespace;
    private final Map<Workload, List<Service>> servicesOf = new IdentityHashMap<>();
    private final Map<Workload, Set<Long>> gatewayPorts = new IdentityHashMap<>();

    private final Instant now;
    private final Coverage workloadCoverage;

    MeshBuilder(Snapshot snapshot, Instant now) {
        this.inventory = new Inventory(snapshot);
        this.now = now;
        this.workloadCoverage = inventory.workloads();
    }

    Mesh build() {
        readWorkloads();
        names = new HostNames(ClusterDomain.of(workloads));
        config = MeshConfig.of(inventory, workloads);
        visibility = new Visibility(config);
        peerModes = new PeerModes(inventory, config);
        destinationRules = new DestinationRules(inventory, names, visibility, config);
        gatewayWorkloads = workloads.stream().filter(Workload::gateway).toList();
        boolean assumed = assumeDefaultGateway();
        byLabel = new LabelIndex<>(workloads, Workload::namespace, Workload::labels);
        workloadsByNamespace = new HashMap<>();
        workloads.forEach(w -> workloadsByNamespace.computeIfAbsent(w.namespace(), n -> new ArrayList<>()).add(w));
        inventory.all(Kind.ISTIO_GATEWAY).forEach(g -> matching(g).forEach(w -> gatewayPorts
                .computeIfAbsent(w, any -> new TreeSet<>()).addAll(serverPorts(g))));
        readServices(assumed);
        inventory.all(Kind.SERVICE_ENTRY).forEach(e -> serviceEntries.add(new ServiceEntry(e)));
        registry = new Registry(services, serviceEntries);
        readGateways();
        var references = new ReferenceResolver(inventory, names, registry, gateways, destinationRules, visibility, table);
        inventory.all(Kind.VIRTUAL_SERVICE).forEach(v -> virtualServices.add(new VirtualService(v, references)));
        table.fill(virtualServices, gateways, inventory.coverage(Kind.VIRTUAL_SERVICE));
        readDestinationRules();
        return new Mesh(this);
    }

    private void readWorkloads() {
        for (Kind kind : WorkloadReader.KINDS) {
            for (Resource resource : inventory.all(kind)) {
                WorkloadReader.read(kind, resource).ifPresent(w -> {
                    workloads.add(w);
                    WorkloadSelector.of(kind, w).ifPresent(workloadSelectors::add);
                });
            }
        }
    }

    private boolean assumeDefaultGateway() {
        boolean known = inventory.snapshot().live() || !gatewayWorkloads.isEmpty()
                || inventory.all(Kind.ISTIO_GATEWAY).isEmpty();
        if (!known) {
            Resource deployment = DefaultGateway.deployment();
            Workload gateway = new Workload(deployment, "spec.template", deployment.spec().get("template"), true);
            workloads.add(gateway);
            gatewayWorkloads = List.of(gateway);
            assumptions.add(DefaultGateway.ASSUMPTION);
        }
        return !known;
    }

    // Only pods in which a gateway runs take Gateways; an empty selector means all of them.
    private List<Workload> matching(Resource gateway) {
        Map<String, String> selector = Gateway.selectorOf(gateway);
        List<Workload> selected = selector.isEmpty() ? gatewayWorkloads : byLabel.everywhere(selector);
        String namespace = gateway.ref().namespace();
        return selected.stream().filter(w -> config.keptApart(namespace, w).isEmpty()).toList();
    }

    private static List<Long> serverPorts(Resource gateway) {
        return gateway.spec().get("servers").elements().stream().flatMap(s -> s.get("port").get("number").number().stream())
                .toList();
    }

    /** What every Service is held against. */
    private record ServiceContext(Set<String> routed, Map<String, List<Endpoint>> endpoints, LoadBalancers loadBalancers,
            NodeAddresses nodes, Exposure.Surroundings outside) {}

    private void readServices(boolean gatewayAssumed) {
        LoadBalancers loadBalancers = new LoadBalancerReader(inventory, workloads).read();
        ServiceContext context = new ServiceContext(routedHosts(v -> true), endpoints(), loadBalancers, NodeAddresses.of(inventory.all(Kind.NODE)),
                new Exposure.Surroundings(inventory.all(Kind.NODE).stream().map(ClusterNode::of).toList(), KubeProxy.mode(inventory),
                        loadBalancers, routedHosts(v -> !RouteNodes.gateways(v).isEmpty()), Backends.of(inventory)));
        inventory.all(Kind.SERVICE).forEach(s -> add(s, false, context));
        boolean serviceKnown = services.stream().anyMatch(s -> s.qualifiedName().equals("istio-system/istio-ingressgateway"));
        if (gatewayAssumed && !serviceKnown) {
            add(DefaultGateway.service(), true, context);
        }
    }

    private void add(Resource resource, boolean assumed, ServiceContext context) {
        String namespace = resource.ref().namespace();
        Map<String, String> selector = Resource.texts(resource.spec().get("selector"));
        String host = names.service(resource.ref().name(), namespace);
        List<Workload> matched = selector.isEmpty() ? List.of() : byLabel.in(namespace, selector);
        Optional<Workload> nearest = selector.isEmpty() || !matched.isEmpty() ? Optional.empty() : nearest(namespace, selector);
        List<Long> ports = matched.stream().flatMap(w -> gatewayPorts.getOrDefault(w, Set.of()).stream()).distinct().toList();
        List<Endpoint> endpoints = context.endpoints.getOrDefault(resource.ref().qualifiedName(), List.of());
        Service service = new Service(resource, host, matched, endpoints, new Service.Surroundings(assumed,
                context.routed.contains(host), workloadCoverage, nearest, context.loadBalancers, ports,
                context.nodes, context.outside, now));
        services.add(service);
        matched.forEach(w -> servicesOf.computeIfAbsent(w, any -> new ArrayList<>(1)).add(service));
    }

    private Optional<Workload> nearest(String namespace, Map<String, String> selector) {
        return workloadsByNamespace.getOrDefault(namespace, List.of()).stream().filter(w -> !w.gateway())
                .min(Comparator.comparingInt((Workload w) -> Labels.distance(selector, w.labels()))
                        .thenComparing((Workload w) -> !w.template()).thenComparing(Subject::name));
    }

    private void readDestinationRules() {
        Set<String> routed = new HashSet<>();
        virtualServices.stream().flatMap(v -> v.destinations().stream()).filter(d -> !d.subset().isEmpty())
                .forEach(d -> routed.add(d.host() + "|" + d.subset()));
        Set<String> missed = new HashSet<>();
        virtualServices.stream().flatMap(v -> v.destinations().stream()).filter(d -> !d.found()).forEach(d -> missed.add(d.host()));
        var resolver = new DestinationResolver(names, registry, inventory);
        var surroundings = new DestinationRule.Surroundings(routed, missed, peerModes, config,
                gatewayWorkloads.stream().map(Workload::namespace).collect(Collectors.toSet()));
        inventory.all(Kind.DESTINATION_RULE).forEach(r -> destinationRuleObjects.add(new DestinationRule(r,
                resolver.resolve(r.spec().text("host"), r.ref().namespace()), surroundings)));
    }

    private Set<String> routedHosts(Predicate<Resource> wanted) {
        Set<String> hosts = new HashSet<>();
        inventory.all(Kind.VIRTUAL_SERVICE).stream().filter(wanted).forEach(v -> RouteNodes.destinations(v).forEach(
                d -> hosts.add(names.resolve(d.node().text("host"), v.ref().namespace()))));
        return hosts;
    }

    private Map<String, List<Endpoint>> endpoints() {
        Map<String, List<Endpoint>> found = new HashMap<>();
        inventory.all(Kind.ENDPOINT_SLICE).forEach(s -> add(found, s.ref().namespace() + "/"
                + s.labels().getOrDefault("kubernetes.io/service-name", ""), Endpoint.ofSlice(s)));
        inventory.all(Kind.ENDPOINTS).forEach(e -> add(found, e.ref().qualifiedName(), Endpoint.ofEndpoints(e)));
        return found;
    }

    private static void add(Map<String, List<Endpoint>> found, String service, Stream<Endpoint> endpoints) {
        found.computeIfAbsent(service, s -> new ArrayList<>()).addAll(endpoints.toList());
    }

    private void readGateways() {
        credentials = new CredentialStore(inventory.snapshot().secrets(), issuedSecrets(), now);
        var surroundings = new Gateway.Surroundings(inventory, gatewayWorkloads, config, credentials, bindings, podServers);
        inventory.all(Kind.ISTIO_GATEWAY).forEach(g -> gateways.add(new Gateway(g, matching(g), servicesOf, surroundings)));
        gateways.forEach(podServers::add);
        portConflicts = PortConflict.of(gateways);
        portConflicts.forEach(podServers::add);
        Set<Secrets.Name> named = new HashSet<>();
        gateways.stream().flatMap(g -> g.servers().stream()).flatMap(s -> s.credentials().stream()).filter(Credential::used)
                .forEach(c -> c.namespaces().forEach(n -> c.reads().forEach(s -> named.add(new Secrets.Name(n, s)))));
        credentials.prefetch(named);
    }

    private Set<Secrets.Name> issuedSecrets() {
        Set<Secrets.Name> issued = new HashSet<>();
        for (Resource r : inventory.snapshot().resources()) {
            Node secret = r.spec().get("secretName");
            if (r.ref().kind().equals("Certificate") && r.ref().apiVersion().startsWith("cert-manager.io/")) {
                secret.text().ifPresent(s -> issued.add(new Secrets.Name(r.ref().namespace(), s)));
            }
        }
        return issued;
    }

}
