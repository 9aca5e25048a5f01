package io.istiodoctor.mesh;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.source.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The snapshot with every name resolved. */
public final class Mesh {
    private final Inventory inventory;
    private final String clusterDomain;
    private final MeshConfig config;
    private final List<Workload> workloads;
    private final List<WorkloadSelector> workloadSelectors;
    private final List<Service> services;
    private final List<ServiceEntry> serviceEntries;
    private final List<Gateway> gateways;
    private final List<VirtualService> virtualServices;
    private final List<String> assumptions;
    private final DestinationRules destinationRules;
    private final PeerModes peerModes;
    private final List<DestinationRule> destinationRuleObjects;
    private final List<NodePortClaim> nodePortClaims;
    private final List<Binding> bindings;
    private final List<PortConflict> portConflicts;
    private final List<ExcludedNamespace> excludedNamespaces;
    private final List<GatewayAccount> gatewayAccounts;
    private final List<IngressUse> ingresses;
    private final List<IngressSecret> ingressSecrets;
    private final List<PortUse> portUses;
    private final List<PortRouting> portRoutings;
    private final List<DestinationRuleOverlap> destinationRuleOverlaps;
    private final List<LocalhostBinding> localhostBindings;
    private final List<LoadBalancerPort> loadBalancerPorts;
    private final List<MetalLbPool> metalLbPools;
    private final Directory directory;

    Mesh(MeshBuilder b) {
        this.inventory = b.inventory;
        this.clusterDomain = b.names.domain();
        this.config = b.config;
        this.workloads = b.workloads.stream().filter(w -> !w.assumed()).toList();
        this.workloadSelectors = List.copyOf(b.workloadSelectors);
        this.services = b.services.stream().filter(s -> !s.assumed()).toList();
        this.serviceEntries = List.copyOf(b.serviceEntries);
        this.gateways = List.copyOf(b.gateways);
        this.virtualServices = List.copyOf(b.virtualServices);
        this.destinationRules = b.destinationRules;
        this.peerModes = b.peerModes;
        this.destinationRuleObjects = List.copyOf(b.destinationRuleObjects);
        this.nodePortClaims = NodePortClaim.of(services);
        this.portUses = PortUse.of(services);
        this.portRoutings = PortRouting.of(b);
        this.destinationRuleOverlaps = DestinationRuleOverlap.of(b);
        this.localhostBindings = LocalhostBinding.of(b);
        this.assumptions = List.copyOf(b.assumptions);
        this.bindings = b.bindings.all();
        this.portConflicts = List.copyOf(b.portConflicts);
        List<Subject> parts = new ArrayList<>(gateways);
        parts.addAll(virtualServices);
        services.stream().filter(s -> s.routed() || s.gateway()).forEach(parts::add);
        this.excludedNamespaces = ExcludedNamespace.of(inventory.all(Kind.NAMESPACE), config.discoverySelectors(), parts);
        List<Workload> gatewayPods = b.workloads.stream().filter(Workload::gateway).toList();
        this.ingresses = inventory.all(Kind.INGRESS).stream().map(i -> new IngressUse(i, inventory, config, gatewayPods)).toList();
        this.ingressSecrets = IngressSecret.of(ingresses, b.credentials);
        this.gatewayAccounts = GatewayAccount.of(gateways, new SecretRights(inventory));
        this.loadBalancerPorts = LoadBalancerPort.of(gateways, new ProxyProtocol(inventory, config));
        this.metalLbPools = MetalLbPool.of(inventory, b.workloads);
        this.directory = new Directory(b);
    }

    /**
     * Resolves every name of a snapshot.
     *
     * @param now the time against which ages and expiry dates are judged
     */
    public static Mesh of(Snapshot snapshot, Instant now) {
        return new MeshBuilder(snapshot, now).build();
    }

    /** What is looked up by name, and objects that have no type of their own. */
    public Directory directory() {
        return directory;
    }

    /** The domain of Service names, {@code cluster.local} as a rule. */
    public String clusterDomain() {
        return clusterDomain;
    }

    /** What Istio's control plane was told. */
    public MeshConfig config() {
        return config;
    }

    /** Pods and pod templates of the input. */
    public List<Workload> workloads() {
        return workloads;
    }

    /** Selectors of workload objects. */
    public List<WorkloadSelector> workloadSelectors() {
        return workloadSelectors;
    }

    /** Services of the input. */
    public List<Service> services() {
        return services;
    }

    /** ServiceEntries of the input. */
    public List<ServiceEntry> serviceEntries() {
        return serviceEntries;
    }

    /** Istio's Gateways. */
    public List<Gateway> gateways() {
        return gateways;
    }

    /** VirtualServices. */
    public List<VirtualService> virtualServices() {
        return virtualServices;
    }

    /** DestinationRules. */
    public List<DestinationRule> destinationRuleObjects() {
        return destinationRuleObjects;
    }

    /** Service ports that ask for node ports. */
    List<NodePortClaim> nodePortClaims() {
        return nodePortClaims;
    }

    /** VirtualServices on the servers of Gateways. */
    List<Binding> bindings() {
        return bindings;
    }

    /** Servers of Gateways that others keep from their port. */
    List<PortConflict> portConflicts() {
        return portConflicts;
    }

    /** Namespaces that istiod does not look into although something of the mesh is there. */
    List<ExcludedNamespace> excludedNamespaces() {
        return excludedNamespaces;
    }

    /** Service accounts of gateways that read Secrets. */
    List<GatewayAccount> gatewayAccounts() {
        return gatewayAccounts;
    }

    /** Whether istiod does not look into a namespace (discoverySelectors), so that what is there does not exist for the mesh. */
    public boolean excluded(String namespace) {
        return excludedNamespaces.stream().anyMatch(e -> e.name().equals(namespace));
    }

    /** The service account of a Gateway's pods that certainly may not list the Secrets which the Gateway names. */
    public Optional<GatewayAccount> refusedAccount(Gateway gateway) {
        return gatewayAccounts.stream().filter(a -> gateway.workloads().stream().anyMatch(w -> w.namespace().equals(a.namespace())
                && w.serviceAccount().equals(a.account()))).filter(a -> a.unknown().isEmpty() && a.refused()).findFirst();
    }

    /** Secrets of Ingresses that Istio serves. */
    List<IngressSecret> ingressSecrets() {
        return ingressSecrets;
    }

    /** Ingresses. */
    List<IngressUse> ingresses() {
        return ingresses;
    }

    /** Service ports with others that lead to the same ports of pods. */
    List<PortUse> portUses() {
        return portUses;
    }

    /** Service ports with what is expected of them. */
    List<PortRouting> portRoutings() {
        return portRoutings;
    }

    /** DestinationRules beside others for the same host. */
    List<DestinationRuleOverlap> destinationRuleOverlaps() {
        return destinationRuleOverlaps;
    }

    /** Containers that listen on their own loopback address where a Service sends to. */
    List<LocalhostBinding> localhostBindings() {
        return localhostBindings;
    }

    /** Ports of load balancers in front of gateways. */
    List<LoadBalancerPort> loadBalancerPorts() {
        return loadBalancerPorts;
    }

    /** What MetalLB is told to hand out. */
    List<MetalLbPool> metalLbPools() {
        return metalLbPools;
    }

    /** What proxies accept. */
    public PeerModes peerModes() {
        return peerModes;
    }

    /** Which DestinationRule holds for a host and a client. */
    public DestinationRules destinationRules() {
        return destinationRules;
    }

    /** What was taken for granted because the input does not say it, as sentences. */
    public List<String> assumptions() {
        return assumptions;
    }

    /** How many objects were read. */
    public int objects() {
        return inventory.snapshot().resources().size();
    }

    /** Whether this is a running cluster. */
    public boolean live() {
        return inventory.snapshot().live();
    }

    /**
     * What is known of a kind that a rule needs: {@code workloads} (pods and pod templates together) or a resource name
     * as kubectl writes it ({@code services}, {@code gateways.networking.istio.io}); empty for any other word.
     */
    public Optional<Coverage> coverage(String need) {
        return need.equals("workloads") ? Optional.of(inventory.workloads()) : Arrays.stream(Kind.values())
                .filter(k -> k.resourceName().equals(need)).findFirst().map(inventory::coverage);
    }

    /** The objects of a namespace, and those elsewhere that its traffic passes. */
    public Set<ObjectRef> around(String namespace) {
        return Neighbourhood.of(this, namespace);
    }
}
