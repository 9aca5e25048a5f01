package io.istiodoctor.mesh;

import io.istiodoctor.mesh.admission.DeprecatedField;
import io.istiodoctor.mesh.admission.FieldFlaw;
import io.istiodoctor.mesh.ambient.Ambient;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.ControlPlane;
import io.istiodoctor.mesh.config.ExcludedNamespace;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.config.NetworkRegistry;
import io.istiodoctor.mesh.destination.BroadTls;
import io.istiodoctor.mesh.destination.DestinationRule;
import io.istiodoctor.mesh.destination.DestinationRuleOverlap;
import io.istiodoctor.mesh.destination.DestinationRules;
import io.istiodoctor.mesh.extension.FilterPatch;
import io.istiodoctor.mesh.extension.Telemetry;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayAccount;
import io.istiodoctor.mesh.gateway.Gateways;
import io.istiodoctor.mesh.gateway.LoadBalancerPort;
import io.istiodoctor.mesh.gateway.PortConflict;
import io.istiodoctor.mesh.gateway.ProxyProtocol;
import io.istiodoctor.mesh.ingress.IngressSecret;
import io.istiodoctor.mesh.ingress.IngressUse;
import io.istiodoctor.mesh.injection.RevisionedObject;
import io.istiodoctor.mesh.network.MetalLbPool;
import io.istiodoctor.mesh.network.NetworkPolicies;
import io.istiodoctor.mesh.policy.PolicyIndex;
import io.istiodoctor.mesh.policy.PolicyUses;
import io.istiodoctor.mesh.route.Binding;
import io.istiodoctor.mesh.route.GatewayUse;
import io.istiodoctor.mesh.route.PortRouting;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.route.VirtualServices;
import io.istiodoctor.mesh.secret.SecretRights;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.service.InferencePool;
import io.istiodoctor.mesh.service.LocalhostBinding;
import io.istiodoctor.mesh.service.NodePortClaim;
import io.istiodoctor.mesh.service.PortUse;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServiceEntry;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.mesh.workload.WorkloadSelector;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Unread;
import io.istiodoctor.source.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The snapshot with every name resolved. */
public final class Mesh {
    private final Rooms rooms;
    private final List<Workload> workloads;
    private final List<Service> services;
    private final List<ExcludedNamespace> excludedNamespaces;
    private final List<GatewayAccount> gatewayAccounts;
    private final List<GatewayUse> gatewayUses;
    private final List<IngressUse> ingresses;
    private final List<PortUse> portUses;
    private final List<PortRouting> portRoutings;
    private final List<MetalLbPool> metalLbPools;
    private final NetworkPolicies networkPolicies;
    private final PolicyIndex policies;
    private Optional<PolicyUses> policyUses = Optional.empty();
    private final List<ControlPlane> controlPlanes;
    private final Injections injections;
    private final Map<String, Optional<Coverage>> coverages = new ConcurrentHashMap<>();
    private final List<FilterPatch> filterPatches;
    private final List<Telemetry> telemetries;
    private final Ambient ambient;
    private final Directory directory;
    private final Optional<Supplier<Mesh>> written;
    private Optional<Mesh> whole = Optional.empty();

    /** @param written makes the mesh with the objects too that are refused; empty when none is */
    Mesh(Rooms r, Optional<Supplier<Mesh>> written) {
        this.rooms = r;
        this.written = written;
        this.workloads = r.workloads().all().stream().filter(w -> !w.assumed()).toList();
        this.services = r.services().read();
        this.portUses = PortUse.of(services);
        this.portRoutings = PortRouting.of(virtualServices(), r.services(), r.chosen(), r.config());
        this.gatewayUses = gateways().stream().map(g -> new GatewayUse(g, r.virtualServices())).toList();
        List<Subject> parts = new ArrayList<>(gateways());
        parts.addAll(virtualServices());
        services.stream().filter(s -> s.routed() || s.gateway()).forEach(parts::add);
        this.excludedNamespaces = ExcludedNamespace.of(r.inventory().all(Kind.NAMESPACE), r.config().discoverySelectors(), parts);
        this.policies = new PolicyIndex(r.inventory(), r.config(), r.services(), r.peers(), r.names(), r.credentials().now(),
                this::excluded);
        this.ambient = new Ambient(r.inventory(), r.workloads().all());
        this.injections = Injections.of(r, workloads, virtualServices(), ambient);
        this.controlPlanes = ControlPlane.of(r.inventory(), workloads);
        this.filterPatches = FilterPatch.of(r.inventory().all(Kind.ENVOY_FILTER));
        this.telemetries = Telemetry.of(r.inventory().all(Kind.TELEMETRY), r.config());
        this.ingresses = IngressUse.of(r.inventory(), r.config(), r.workloads().gateways());
        this.gatewayAccounts = GatewayAccount.of(gateways(), new SecretRights(r.inventory()));
        this.metalLbPools = MetalLbPool.of(r.inventory(), r.workloads().all());
        this.networkPolicies = new NetworkPolicies(r.inventory());
        this.directory = new Directory(r.inventory(), r.names(), r.visibility(), r.workloads(), r.services(), r.credentials(),
                r.network().nodes());
    }

    /**
     * Resolves every name of a snapshot.
     *
     * @param now the time against which ages and expiry dates are judged
     */
    public static Mesh of(Snapshot snapshot, Instant now) {
        return MeshBuilder.build(snapshot, now, Optional.empty());
    }

    /** The mesh of a snapshot that shares most of its objects with this one's. */
    public Mesh changed(Snapshot snapshot, Instant now) {
        return MeshBuilder.build(snapshot, now, Optional.of(rooms.inspection()));
    }

    /** What is looked up by name, and objects that have no type of their own. */
    public Directory directory() {
        return directory;
    }

    /** The domain of Service names, {@code cluster.local} as a rule. */
    public String clusterDomain() {
        return rooms.names().domain();
    }

    /** What Istio's control plane was told. */
    public MeshConfig config() {
        return rooms.config();
    }

    /** Pods and pod templates of the input. */
    public List<Workload> workloads() {
        return workloads;
    }

    /** Selectors of workload objects. */
    public List<WorkloadSelector> workloadSelectors() {
        return rooms.workloads().selectors();
    }

    /** Services of the input. */
    public List<Service> services() {
        return services;
    }

    /** ServiceEntries of the input. */
    public List<ServiceEntry> serviceEntries() {
        return rooms.services().entries();
    }

    /** Istio's Gateways. */
    public List<Gateway> gateways() {
        return rooms.gateways().all();
    }

    /** VirtualServices. */
    public List<VirtualService> virtualServices() {
        return rooms.virtualServices().all();
    }

    /** DestinationRules. */
    public List<DestinationRule> destinationRuleObjects() {
        return rooms.destinationRules();
    }

    /** Service ports that ask for node ports. */
    public List<NodePortClaim> nodePortClaims() {
        return NodePortClaim.of(services);
    }

    /** Gateways with the VirtualServices on their servers. */
    public List<GatewayUse> gatewayUses() {
        return gatewayUses;
    }

    /** VirtualServices on the servers of Gateways. */
    public List<Binding> bindings() {
        return rooms.virtualServices().bindings().all();
    }

    /** Servers of Gateways that others keep from their port. */
    public List<PortConflict> portConflicts() {
        return rooms.gateways().conflicts();
    }

    /** Namespaces that istiod does not look into although something of the mesh is there. */
    public List<ExcludedNamespace> excludedNamespaces() {
        return excludedNamespaces;
    }

    /** Service accounts of gateways that read Secrets. */
    public List<GatewayAccount> gatewayAccounts() {
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
    public List<IngressSecret> ingressSecrets() {
        return IngressSecret.of(ingresses, rooms.credentials());
    }

    /** Ingresses. */
    public List<IngressUse> ingresses() {
        return ingresses;
    }

    /** Service ports with others that lead to the same ports of pods. */
    public List<PortUse> portUses() {
        return portUses;
    }

    /** Service ports with what is expected of them. */
    public List<PortRouting> portRoutings() {
        return portRoutings;
    }

    /** DestinationRules beside others for the same host. */
    public List<DestinationRuleOverlap> destinationRuleOverlaps() {
        return DestinationRuleOverlap.of(rooms.inventory(), rooms.chosen());
    }

    /** Containers that listen on their own loopback address where a Service sends to. */
    public List<LocalhostBinding> localhostBindings() {
        return LocalhostBinding.of(rooms.config(), rooms.services().all());
    }

    /** Ports of load balancers in front of gateways. */
    public List<LoadBalancerPort> loadBalancerPorts() {
        return LoadBalancerPort.of(gateways(), services, new ProxyProtocol(rooms.inventory(), rooms.config()));
    }

    /** What MetalLB is told to hand out. */
    public List<MetalLbPool> metalLbPools() {
        return metalLbPools;
    }

    /** Which connections the cluster's network lets through. */
    public NetworkPolicies networkPolicies() {
        return networkPolicies;
    }

    /** Which pods are in ambient mode, and which waypoints stand before them. */
    public Ambient ambient() {
        return ambient;
    }

    /** Fields of objects in files that would not be taken, or would be dropped. */
    public List<FieldFlaw> flaws() {
        return rooms.inspection().flaws();
    }

    /** Fields that Istio asks not to use any more, of refused objects too. */
    public List<DeprecatedField> deprecatedFields() {
        return DeprecatedField.of(rooms.inventory().snapshot().resources());
    }

    /** Objects of files that would be refused: in this mesh there are none of these names. */
    public Set<ObjectRef> refused() {
        return written.isPresent() ? rooms.inspection().refused() : Set.of();
    }

    /** The mesh as it is written, with the objects too that would be refused: for what is said of these themselves. */
    public synchronized Mesh written() {
        if (whole.isEmpty()) {
            whole = Optional.of(written.map(Supplier::get).orElse(this));
        }
        return whole.get();
    }

    /** InferencePools that istiod takes. */
    public List<InferencePool> inferencePools() {
        return InferencePool.of(rooms.inventory(), rooms.config(), rooms.services().registry());
    }

    /** The policies that proxies enforce. */
    public PolicyIndex policies() {
        return policies;
    }

    /** What rules ask of policies. */
    public synchronized PolicyUses policyUses() {
        if (policyUses.isEmpty()) {
            policyUses = Optional.of(PolicyUses.of(new PolicyUses.Surroundings(rooms.inventory(), rooms.config(), rooms.workloads(),
                    injections.pods(), rooms.services(), rooms.peers(), rooms.chosen(), gateways(), virtualServices(), policies)));
        }
        return policyUses.get();
    }

    /** Pods of control planes. */
    public List<ControlPlane> controlPlanes() {
        return controlPlanes;
    }

    /** Objects for a certain revision of Istio. */
    public List<RevisionedObject> revisionedObjects() {
        return injections.revisioned();
    }

    /** How proxies come into the pods. */
    public Injections injections() {
        return injections;
    }

    /** Patches of EnvoyFilters. */
    public List<FilterPatch> filterPatches() {
        return filterPatches;
    }

    /** Providers that Telemetries name. */
    public List<Telemetry> telemetries() {
        return telemetries;
    }

    /** Registries that the mesh's networks name. */
    public List<NetworkRegistry> networkRegistries() {
        return NetworkRegistry.of(rooms.inventory(), rooms.config().clusters(),
                rooms.workloads().all().stream().anyMatch(Workload::istiod));
    }

    /** What proxies accept. */
    public PeerModes peerModes() {
        return rooms.peers();
    }

    /** DestinationRules for many hosts that do not fit what some of them take. */
    public List<BroadTls> broadTls() {
        return BroadTls.of(services, rooms.chosen(), rooms.peers());
    }

    /** Which DestinationRule holds for a host and a client. */
    public DestinationRules destinationRules() {
        return rooms.chosen();
    }

    /** The Sidecar that limits the proxy beside a workload. */
    public Optional<Resource> sidecarOf(Workload workload) {
        return rooms.sidecars().of(workload);
    }

    /** What was taken for granted because the input does not say it, as sentences. */
    public List<String> assumptions() {
        return Assumptions.of(rooms);
    }

    /** How many objects were read. */
    public int objects() {
        return rooms.inventory().snapshot().resources().size();
    }

    /** Whether this is a running cluster. */
    public boolean live() {
        return rooms.inventory().snapshot().live();
    }

    /**
     * What is known of a kind that a rule needs: {@code workloads} (pods and pod templates together), a {@link KindGroup} or a resource name
     * as kubectl writes it ({@code services}, {@code gateways.networking.istio.io}); empty for any other word.
     */
    public Optional<Coverage> coverage(String need) {
        Optional<Coverage> known = coverages.get(need);
        return known != null ? known : coverages.computeIfAbsent(need, this::covered);
    }

    private Optional<Coverage> covered(String need) {
        return need.equals("workloads") ? Optional.of(rooms.workloads().coverage())
                : KindGroup.named(need).map(g -> g.coverage(rooms.inventory())).or(() -> Kind.named(need).map(rooms.inventory()::coverage));
    }

    /** What a cluster was asked for and did not give, sorted; always empty for files. What it holds is unknown, never absent. */
    public List<Unread> unread() {
        return rooms.inventory().snapshot().unread();
    }

    /** The objects of a namespace, and those elsewhere that its traffic passes. */
    public Set<ObjectRef> around(String namespace) {
        return Neighbourhood.of(written(), namespace);
    }
}
