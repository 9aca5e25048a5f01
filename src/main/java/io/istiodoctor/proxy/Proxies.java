package io.istiodoctor.proxy;

import io.istiodoctor.conversion.Conversion;
import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.conversion.gatewayapi.GatewayApiConversion;
import io.istiodoctor.conversion.ingress.IngressConversion;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.proxy.ProxyView.Side;
import io.istiodoctor.proxy.cluster.Clusters;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.PathNormalization;
import io.istiodoctor.proxy.config.ProxyConfiguration;
import io.istiodoctor.proxy.config.SidecarInbound;
import io.istiodoctor.proxy.config.SidecarOutbound;
import io.istiodoctor.proxy.gateway.GatewayBuilder;
import io.istiodoctor.proxy.policy.PolicyIndex;
import io.istiodoctor.proxy.policy.ProxyPolicies;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import io.istiodoctor.proxy.sidecar.InboundBuilder;
import io.istiodoctor.proxy.sidecar.OutboundBuilder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The configuration of every proxy of a mesh, each made when it is asked for, once. */
public final class Proxies {
    private static final Set<ClusterName> BUILT_IN = Set.of(ClusterName.PASSTHROUGH, ClusterName.BLACK_HOLE, ClusterName.DYNAMIC_DNS);

    private final Mesh mesh;
    private final ServiceRegistry registry;
    private final EndpointRegistry endpoints;
    private final GatewayBuilder gateways;
    private final InboundBuilder incoming;
    private final OutboundBuilder outgoing;
    private final PolicyIndex policyIndex;
    private final List<LeftOut> unconverted;
    private final Map<Workload, List<Service>> servicesOf = new IdentityHashMap<>();
    private final Map<Workload, ProxyConfiguration> configurations = new IdentityHashMap<>();
    private final Map<Workload, Clusters> clusters = new IdentityHashMap<>();
    private final Map<Workload, SidecarInbound> inbound = new IdentityHashMap<>();
    private final Map<Workload, ProxyPolicies> policies = new IdentityHashMap<>();
    private final Map<Workload, SidecarOutbound> outbound = new IdentityHashMap<>();
    private final Map<Workload, Clusters> sidecarClusters = new IdentityHashMap<>();

    /** @param conversions what istiod made of the objects of other APIs */
    public Proxies(Mesh mesh, List<Conversion> conversions) {
        this.mesh = mesh;
        this.unconverted = conversions.stream().flatMap(c -> c.leftOut().stream()).toList();
        this.registry = new ServiceRegistry(mesh.directory());
        this.endpoints = new EndpointRegistry(mesh.directory(), registry, mesh.live());
        VirtualServiceIndex index = new VirtualServiceIndex(mesh.directory(), Stream.concat(written(Kind.VIRTUAL_SERVICE),
                conversions.stream().flatMap(c -> c.virtualServices().stream())).toList());
        this.gateways = new GatewayBuilder(mesh, registry, index, Stream.concat(written(Kind.ISTIO_GATEWAY),
                conversions.stream().flatMap(c -> c.gateways().stream())).toList());
        this.incoming = new InboundBuilder(mesh, registry, endpoints);
        this.outgoing = new OutboundBuilder(mesh, registry, endpoints, index);
        this.policyIndex = new PolicyIndex(mesh, registry);
        mesh.directory().services().forEach(s -> s.workloads().forEach(w -> servicesOf.computeIfAbsent(w, any -> new ArrayList<>(1)).add(s)));
    }

    /** The proxies of a mesh. */
    public static Proxies of(Mesh mesh) {
        ConversionInput input = ConversionInput.of(mesh);
        return new Proxies(mesh, List.of(GatewayApiConversion.of(input), IngressConversion.of(input)));
    }

    private Stream<RoutingObject> written(Kind kind) {
        return mesh.directory().all(kind).stream().filter(r -> !mesh.excluded(r.ref().namespace())).map(RoutingObject::written);
    }

    /** The pods of gateways, and the templates of those that have none. */
    public List<Workload> gatewayPods() {
        return mesh.directory().workloads().stream().filter(Workload::gateway).toList();
    }

    /** What istiod tells a gateway's pod. */
    public ProxyConfiguration gateway(Workload pod) {
        return configurations.computeIfAbsent(pod, p -> gateways.build(p, servicesOf.getOrDefault(p, List.of())));
    }

    /** The clusters of a gateway's pod. */
    public Clusters gatewayClusters(Workload pod) {
        return clusters.computeIfAbsent(pod, p -> new Clusters(mesh, registry, endpoints, gateways.client(p)));
    }

    /** The outgoing side of the proxy beside an application. */
    public SidecarOutbound outbound(Workload pod) {
        return outbound.computeIfAbsent(pod, outgoing::build);
    }

    /** The clusters of the outgoing side of the proxy beside an application. */
    public Clusters sidecarClusters(Workload pod) {
        return sidecarClusters.computeIfAbsent(pod, p -> new Clusters(mesh, registry, endpoints, outgoing.client(p)));
    }

    /** A proxy's configuration with the clusters that it uses: of a gateway all, of the proxy beside an application what is sent and what arrives. */
    public List<ProxyView> views(Workload pod) {
        if (pod.gateway()) {
            return List.of(view(Side.GATEWAY, gateway(pod), gatewayClusters(pod)::find));
        }
        SidecarInbound arriving = inbound(pod);
        List<EnvoyListener> ports = arriving.ports().stream().map(arriving::listener).toList();
        List<EnvoyListener> listeners = ports.stream().limit(1).map(l -> new EnvoyListener(l.bind(), l.port(),
                ports.stream().flatMap(p -> p.chains().stream()).distinct().toList(), l.otherwise())).toList();
        return List.of(view(Side.OUTGOING, new ProxyConfiguration(pod, outbound(pod).listeners(), List.of()), sidecarClusters(pod)::find),
                view(Side.INCOMING, new ProxyConfiguration(pod, listeners, arriving.leftOut()), arriving::cluster));
    }

    private static ProxyView view(Side side, ProxyConfiguration configuration, Function<ClusterName, Optional<Cluster>> clusters) {
        List<Cluster> found = new ArrayList<>();
        List<ClusterName> missing = new ArrayList<>();
        configuration.clusterNames().stream().filter(n -> !BUILT_IN.contains(n)).forEach(n -> clusters.apply(n).ifPresentOrElse(found::add, () -> missing.add(n)));
        return new ProxyView(side, configuration, found, missing);
    }

    /** What istiod tells the proxy beside an application of incoming traffic; of a pod without one, nothing is captured. */
    public SidecarInbound inbound(Workload pod) {
        return inbound.computeIfAbsent(pod, incoming::build);
    }

    /** The policies that a pod's proxy enforces, a gateway's or one beside an application. */
    public ProxyPolicies policies(Workload pod) {
        return policies.computeIfAbsent(pod, policyIndex::of);
    }

    /** What every proxy makes of a request's path before it looks at it. */
    public PathNormalization pathNormalization() {
        return PathNormalization.of(mesh.config().mesh().get("pathNormalization").text("normalization"));
    }

    /** What istiod makes nothing of, of the objects of other APIs. */
    public List<LeftOut> unconverted() {
        return unconverted;
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
