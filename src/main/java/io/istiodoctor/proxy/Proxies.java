package io.istiodoctor.proxy;

import io.istiodoctor.conversion.Conversion;
import io.istiodoctor.conversion.gatewayapi.BackendlessRule;
import io.istiodoctor.conversion.gatewayapi.Names;
import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.conversion.ServedCertificate;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.conversion.gatewayapi.GatewayAddress;
import io.istiodoctor.conversion.gatewayapi.GatewayApiConversion;
import io.istiodoctor.conversion.gatewayapi.OldDefinition;
import io.istiodoctor.conversion.gatewayapi.ParentReference;
import io.istiodoctor.conversion.gatewayapi.UnservedBackend;
import io.istiodoctor.conversion.gatewayapi.UnservedListener;
import io.istiodoctor.conversion.gatewayapi.UnservedPolicy;
import io.istiodoctor.conversion.ingress.IngressBackend;
import io.istiodoctor.conversion.ingress.IngressConversion;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.policy.ProxyPolicies;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.ProxyView.Side;
import io.istiodoctor.proxy.cluster.ClientRules;
import io.istiodoctor.proxy.cluster.ClusterTable;
import io.istiodoctor.proxy.cluster.Clusters;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.PathNormalization;
import io.istiodoctor.proxy.config.ProxyConfiguration;
import io.istiodoctor.proxy.config.SidecarInbound;
import io.istiodoctor.proxy.config.SidecarOutbound;
import io.istiodoctor.proxy.gateway.GatewayBuilder;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import io.istiodoctor.proxy.sidecar.EgressHost;
import io.istiodoctor.proxy.sidecar.InboundBuilder;
import io.istiodoctor.proxy.sidecar.NamedDestination;
import io.istiodoctor.proxy.sidecar.OutboundBuilder;
import io.istiodoctor.proxy.waypoint.WaypointBuilder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The configuration of every proxy of a mesh, each made when it is asked for, once. */
public final class Proxies {
    private static final Set<ClusterName> BUILT_IN = Set.of(ClusterName.PASSTHROUGH, ClusterName.BLACK_HOLE, ClusterName.DYNAMIC_DNS);

    private static final List<Kind> ROUTING = List.of(Kind.ISTIO_GATEWAY, Kind.VIRTUAL_SERVICE, Kind.SERVICE, Kind.SERVICE_ENTRY,
            Kind.DESTINATION_RULE,
            Kind.KUBERNETES_GATEWAY, Kind.HTTP_ROUTE, Kind.INGRESS);

    private final Mesh mesh;
    private final List<Conversion> conversions;
    private final List<LeftOut> unconverted;
    private final Map<ObjectRef, ObjectRef> made;
    private @Nullable List<Unserved> unserved;
    private final VirtualServiceIndex routes;
    private final ServiceRegistry registry;
    private final EndpointRegistry endpoints;
    private final GatewayBuilder gateways;
    private final InboundBuilder incoming;
    private final OutboundBuilder outgoing;
    private final WaypointBuilder waypoints;
    private final Map<Workload, List<Service>> servicesOf = new IdentityHashMap<>();
    private final Map<Workload, ProxyConfiguration> configurations = new IdentityHashMap<>();
    private final Map<Workload, ClusterTable> clusters = new IdentityHashMap<>();
    private final Map<Workload, SidecarInbound> inbound = new IdentityHashMap<>();
    private final Map<Workload, SidecarOutbound> outbound = new IdentityHashMap<>();
    private final Map<Workload, ClusterTable> sidecarClusters = new IdentityHashMap<>();

    /** @param conversions what istiod made of the objects of other APIs */
    public Proxies(Mesh mesh, List<Conversion> conversions) {
        this.mesh = mesh;
        this.made = conversions.stream().flatMap(c -> Stream.of(c.gateways(), c.virtualServices(), c.destinationRules()))
                .flatMap(List::stream)
                .collect(Collectors.toMap(o -> o.resource().ref(), RoutingObject::source, (a, b) -> a));
        this.conversions = List.copyOf(conversions);
        this.unconverted = conversions.stream().flatMap(c -> c.leftOut().stream()).toList();
        this.registry = new ServiceRegistry(mesh.directory());
        this.endpoints = new EndpointRegistry(mesh.directory(), registry, mesh.live());
        this.routes = new VirtualServiceIndex(mesh.directory(), Stream.concat(written(Kind.VIRTUAL_SERVICE),
                conversions.stream().flatMap(c -> c.virtualServices().stream())).toList());
        ClientRules rules = new ClientRules(mesh, conversions.stream().flatMap(c -> c.destinationRules().stream()).toList());
        this.gateways = new GatewayBuilder(mesh, registry, routes, rules, Stream.concat(written(Kind.ISTIO_GATEWAY),
                conversions.stream().flatMap(c -> c.gateways().stream())).toList());
        this.incoming = new InboundBuilder(mesh, registry, endpoints);
        this.outgoing = new OutboundBuilder(mesh, registry, endpoints, routes, rules);
        this.waypoints = new WaypointBuilder(mesh, registry, endpoints, routes, rules);
        mesh.directory().services()
                .forEach(s -> s.workloads().forEach(w -> servicesOf.computeIfAbsent(w, any -> new ArrayList<>(1)).add(s)));
    }

    /** The proxies of a mesh. */
    public static Proxies of(Mesh mesh) {
        ConversionInput input = ConversionInput.of(mesh);
        return new Proxies(mesh, List.of(GatewayApiConversion.of(input), IngressConversion.of(input)));
    }

    /** The mesh. */
    public Mesh mesh() {
        return mesh;
    }

    /** What of the objects of other APIs comes to nothing. */
    public List<Unserved> unserved() {
        if (unserved == null) {
            unserved = Unserved.of(mesh, conversions);
        }
        return unserved;
    }

    /** Backends of routes of the Gateway API to which nothing is sent. */
    public List<UnservedBackend> unservedBackends() {
        return UnservedBackend.of(mesh, unserved());
    }

    /** Rules of routes of the Gateway API that have no backend of any weight. */
    public List<BackendlessRule> backendlessRules() {
        return BackendlessRule.of(mesh, unserved());
    }

    /** Listeners of the Gateway API of which nothing comes. */
    public List<UnservedListener> unservedListeners() {
        return UnservedListener.of(mesh, unserved());
    }

    /** BackendTLSPolicies of which something comes to nothing. */
    public List<UnservedPolicy> unservedPolicies() {
        return UnservedPolicy.of(mesh, unserved());
    }

    /** Backends of Ingresses to which no request comes. */
    public List<IngressBackend> ingressBackends() {
        return IngressBackend.of(mesh.directory(), unserved());
    }

    /** Parents that routes of the Gateway API name, and that do not take them, or not by every listener. */
    public List<ParentReference> parentReferences() {
        return ParentReference.of(mesh, unserved(), conversions);
    }

    /** Addresses of Gateways of the Gateway API that name the Service of pods which are there already. */
    public List<GatewayAddress> gatewayAddresses() {
        return GatewayAddress.of(mesh);
    }

    /** The objects with routes of the mesh for a host, each once: those that a waypoint in front of it follows. */
    public List<ObjectRef> meshRoutes(String host) {
        return routes.naming(GatewayName.MESH).stream().filter(v -> v.hosts().stream().anyMatch(h -> HostPattern.covers(h, host)))
                .map(v -> v.object().source()).distinct().toList();
    }

    /** Services whose pods are in ambient mode. */
    public List<AmbientService> ambientServices() {
        return AmbientService.of(this, routes.all());
    }

    /** NetworkPolicies that shut ways of the mesh. */
    public List<NetworkBarrier> networkBarriers() {
        return NetworkBarriers.of(this);
    }

    /** Certificates that listeners of the Gateway API and Ingresses present. */
    public List<ServedCertificate> servedCertificates() {
        return ServedCertificate.of(mesh, conversions);
    }

    /** Definitions of the Gateway API's kinds that are too old for istiod. */
    public List<OldDefinition> oldDefinitions() {
        return OldDefinition.of(mesh);
    }

    /** What Istio says of objects in their status, where nothing else says why. */
    public List<StatusCondition> statusConditions() {
        return StatusConditions.of(this);
    }

    /** Backends of the Gateway API's routes and of Ingresses that get plain HTTP at a port which expects TLS. */
    public List<PlainBackend> plainBackends() {
        return PlainBackend.of(this);
    }

    /** URLs in the environment of applications that lead to what the proxies beside them do not know. */
    public List<NamedDestination> namedDestinations() {
        return outgoing.namedDestinations();
    }

    /** What Sidecars import. */
    public List<EgressHost> egressHosts() {
        return outgoing.egressHosts();
    }

    private Stream<RoutingObject> written(Kind kind) {
        return mesh.directory().all(kind).stream().filter(r -> !mesh.excluded(r.ref().namespace())).map(RoutingObject::written);
    }

    /** What comes to nothing of the objects of other APIs. */
    public List<LeftOut> unconverted() {
        return unconverted;
    }

    /** The pods of gateways, and the templates of those that have none. */
    public List<Workload> gatewayPods() {
        return mesh.directory().workloads().stream().filter(Workload::gateway).toList();
    }

    /** The pods of waypoints, and the templates of those that have none. */
    public List<Workload> waypointPods() {
        return mesh.directory().workloads().stream().filter(Workload::waypoint).toList();
    }

    /** What istiod tells a gateway's pod. */
    public ProxyConfiguration gateway(Workload pod) {
        return configurations.computeIfAbsent(pod, p -> gateways.build(p, servicesOf.getOrDefault(p, List.of())));
    }

    /** The clusters of a gateway's pod. */
    public ClusterTable gatewayClusters(Workload pod) {
        return clusters.computeIfAbsent(pod, p -> new Clusters(mesh, registry, endpoints, gateways.client(p)));
    }

    /** The outgoing side of the proxy beside an application. */
    public SidecarOutbound outbound(Workload pod) {
        return outbound.computeIfAbsent(pod, outgoing::build);
    }

    /** The clusters of the outgoing side of the proxy beside an application. */
    public ClusterTable sidecarClusters(Workload pod) {
        return sidecarClusters.computeIfAbsent(pod, this::everyCluster);
    }

    /** Every cluster that istiod would tell the outgoing side of the proxy beside an application. */
    public Clusters everyCluster(Workload pod) {
        return new Clusters(mesh, registry, endpoints, outgoing.client(pod));
    }

    /** Takes what a gateway's pod has for what it is told. */
    public void replace(ProxyConfiguration configuration, ClusterTable table) {
        configurations.put(configuration.workload(), configuration);
        clusters.put(configuration.workload(), table);
    }

    /** Takes what the outgoing side of the proxy beside an application has for what it is told. */
    public void replace(Workload pod, SidecarOutbound side, ClusterTable table) {
        outbound.put(pod, side);
        sidecarClusters.put(pod, table);
    }

    /** Takes what the incoming side of the proxy beside an application has for what it is told. */
    public void replace(SidecarInbound side) {
        inbound.put(side.workload(), side);
    }

    /** Whether all objects were read by which requests are routed, so that nothing else is told to proxies. */
    public boolean complete() {
        return ROUTING.stream().allMatch(k -> mesh.directory().absence(k) == Certainty.CERTAIN);
    }

    /** A proxy's configuration with the clusters that it uses: of a gateway or a waypoint all, of the proxy beside an application what is sent and what arrives. */
    public List<ProxyView> views(Workload pod) {
        if (pod.gateway()) {
            return List.of(view(Side.GATEWAY, gateway(pod), gatewayClusters(pod)::find));
        }
        if (pod.waypoint()) {
            List<EnvoyListener> behind = mesh.services().stream().filter(s -> mesh.ambient().waypoints().before(pod, s.resource()))
                    .flatMap(s -> s.portNumbers().stream().flatMap(p -> waypoint(pod, s.host(), p).stream())).toList();
            return List.of(view(Side.WAYPOINT, new ProxyConfiguration(pod, behind, List.of()), waypointClusters(pod)::find));
        }
        return List.of(view(Side.OUTGOING, new ProxyConfiguration(pod, outbound(pod).listeners(), List.of()), sidecarClusters(pod)::find),
                incoming(inbound(pod)));
    }

    /** The incoming side of the proxy beside an application: one listener with the chains of all ports that something names. */
    public static ProxyView incoming(SidecarInbound side) {
        List<EnvoyListener> ports = side.ports().stream().map(side::listener).toList();
        List<EnvoyListener> listeners = ports.stream().limit(1).map(l -> new EnvoyListener(l.bind(), l.port(),
                ports.stream().flatMap(p -> p.chains().stream()).distinct().toList(), l.otherwise())).toList();
        return view(Side.INCOMING, new ProxyConfiguration(side.workload(), listeners, side.leftOut()), side::cluster);
    }

    /** Whether every proxy has a cluster of this name, whatever objects there are. */
    public static boolean builtIn(ClusterName name) {
        return BUILT_IN.contains(name);
    }

    /** The object that someone wrote, for one that istiod made of it: of a route that is gone its Gateway; else the object itself. */
    public ObjectRef written(ObjectRef object) {
        ObjectRef written = made.get(object);
        return written != null ? written : Names.servedGateway(object).orElse(object);
    }

    private static ProxyView view(Side side, ProxyConfiguration configuration, Function<ClusterName, Optional<Cluster>> clusters) {
        List<Cluster> found = new ArrayList<>();
        List<ClusterName> missing = new ArrayList<>();
        configuration.clusterNames().stream().filter(n -> !builtIn(n))
                .forEach(n -> clusters.apply(n).ifPresentOrElse(found::add, () -> missing.add(n)));
        return new ProxyView(side, configuration, found, missing);
    }

    /** What a waypoint's pod does with what is sent to a port of a host behind it; empty where it does not know the host or the port. */
    public Optional<EnvoyListener> waypoint(Workload pod, String host, long port) {
        return waypoints.listener(pod, host, port);
    }

    /** The clusters of a waypoint's pod. */
    public ClusterTable waypointClusters(Workload pod) {
        return clusters.computeIfAbsent(pod, waypoints::clusters);
    }

    /** What istiod tells the proxy beside an application of incoming traffic; of a pod without one, nothing is captured. */
    public SidecarInbound inbound(Workload pod) {
        return inbound.computeIfAbsent(pod, incoming::build);
    }

    /** The policies that a pod's proxy enforces, a gateway's or one beside an application. */
    public ProxyPolicies policies(Workload pod) {
        return mesh.policies().of(pod);
    }

    /** What every proxy makes of a request's path before it looks at it. */
    public PathNormalization pathNormalization() {
        return PathNormalization.of(mesh.config().mesh().get("pathNormalization").text("normalization"));
    }

    /** All hosts of the mesh. */
    public ServiceRegistry registry() {
        return registry;
    }

    /** All endpoints of the mesh. */
    public EndpointRegistry endpoints() {
        return endpoints;
    }
}
