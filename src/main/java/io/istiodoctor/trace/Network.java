package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.destination.DestinationRules.Choice;
import io.istiodoctor.mesh.destination.DestinationRules.Subset;
import io.istiodoctor.mesh.gateway.LoadBalancerPort;
import io.istiodoctor.mesh.route.PortRouting;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a request meets: ways in, kube-proxy, proxies; made once, asked for many requests. */
final class Network {
    private final Mesh mesh;
    private final Proxies proxies;
    private final EntryPoints entries;
    private final NetworkWall wall;
    private final Set<ServicePort> grpcAsHttp;
    private final ReadingGaps gaps;
    private final Map<RouteConfiguration, RouteTable> tables = new IdentityHashMap<>();
    private final Map<List<EntryPoint>, Optional<EntryPoint>> taking = new IdentityHashMap<>();
    private final Map<ObjectRef, Resource> destinationRules;
    private final Map<String, Service> byAddress = new HashMap<>();
    private final Map<ObjectRef, List<Node>> gateways;
    /** Made when a request first comes by a load balancer: it takes a look at every server of every Gateway. */
    private Optional<Map<ServicePort, LoadBalancerPort>> balanced = Optional.empty();

    Network(Mesh mesh, Proxies proxies) {
        this.mesh = mesh;
        this.proxies = proxies;
        this.entries = new EntryPoints(mesh, proxies);
        this.gaps = ReadingGaps.of(mesh);
        this.destinationRules = mesh.directory().all(Kind.DESTINATION_RULE).stream()
                .collect(Collectors.toMap(Resource::ref, r -> r, (a, b) -> a));
        this.grpcAsHttp = mesh.portRoutings().stream().filter(r -> r.grpcRouted().isPresent()).map(PortRouting::port)
                .collect(Collectors.toSet());
        this.wall = new NetworkWall(mesh);
        this.gateways = mesh.directory().all(Kind.KUBERNETES_GATEWAY).stream()
                .collect(Collectors.toMap(Resource::ref, g -> g.spec().get("listeners").elements(), (a, b) -> a));
        mesh.services().forEach(s -> s.clusterAddresses().forEach(a -> byAddress.putIfAbsent(Addresses.canonical(a), s)));
    }

    /** Whether Gateways for gRPC lead to a port to which proxies speak HTTP/1.1. */
    boolean forGrpcAsHttp(ServicePort port) {
        return grpcAsHttp.contains(port);
    }

    /** What the load balancer at a Service's port leads to; empty where that is no server of a Gateway. */
    Optional<LoadBalancerPort> balanced(ServicePort port) {
        if (balanced.isEmpty()) {
            balanced = Optional
                    .of(mesh.loadBalancerPorts().stream().collect(Collectors.toMap(LoadBalancerPort::port, b -> b, (a, b) -> a)));
        }
        return Optional.ofNullable(balanced.get().get(port));
    }

    Mesh mesh() {
        return mesh;
    }

    Proxies proxies() {
        return proxies;
    }

    EntryPoints entries() {
        return entries;
    }

    RouteTable table(RouteConfiguration routes) {
        return tables.computeIfAbsent(routes, RouteTable::new);
    }

    /** The Service with this cluster address. */
    Optional<Service> serviceAt(String address) {
        return Optional.ofNullable(byAddress.get(Addresses.canonical(address)));
    }

    /** The field of a Gateway of the Gateway API that asks for a port. */
    Optional<String> listenerOf(ObjectRef gateway, long port) {
        List<Node> listeners = gateways.getOrDefault(gateway, List.of());
        return IntStream.range(0, listeners.size()).filter(i -> listeners.get(i).get("port").number().filter(n -> n == port).isPresent())
                .mapToObj(i -> "spec.listeners[" + i + "]").findFirst();
    }

    /** The labels of the pods of a cluster that is a subset; none for the host as a whole. */
    Map<String, String> subsetLabels(Cluster cluster) {
        String name = cluster.name().subset();
        return name.isEmpty() ? Map.of()
                : cluster.rule().flatMap(r -> Optional.ofNullable(destinationRules.get(r.object())))
                        .flatMap(r -> new Choice(List.of(r), false).subset(name)).map(Subset::labels).orElse(Map.of());
    }

    ReadingGaps gaps() {
        return gaps;
    }

    NetworkWall wall() {
        return wall;
    }

    /** What takes the connections to an address and port: of several that contend for it one behind which something listens, else the first. */
    Optional<EntryPoint> taking(String address, long port) {
        List<EntryPoint> contending = entries.at(address, port);
        return contending.size() < 2 ? contending.stream().findFirst() : taking.computeIfAbsent(contending, this::firstServed);
    }

    private Optional<EntryPoint> firstServed(List<EntryPoint> contending) {
        return contending.stream()
                .max(Comparator.comparing((EntryPoint e) -> !e.gateway() || listeners(e).findAny().isPresent()));
    }

    /** Where an entry point leads: the ready endpoints of its Service, or the one port of a pod on its node. */
    List<RegistryEndpoint> endpoints(EntryPoint entry) {
        return entry.servicePort().map(p -> proxies.endpoints().ofPods(p.service(), p).stream().filter(RegistryEndpoint::ready).toList())
                .orElseGet(() -> entry.pod().stream()
                        .map(w -> new RegistryEndpoint(w.podIP(), entry.podPort(), true, Optional.of(w), w.labels(), false)).toList());
    }

    /** What listens in a gateway's pods behind an entry point, whether they are ready or not. */
    Stream<EnvoyListener> listeners(EntryPoint entry) {
        Stream<RegistryEndpoint> all = entry.servicePort().map(p -> proxies.endpoints().ofPods(p.service(), p).stream())
                .orElseGet(() -> endpoints(entry).stream());
        return all.flatMap(e -> e.workload().filter(Workload::gateway).flatMap(w -> listener(w, e.port())).stream());
    }

    /** The incoming side of the proxy beside an application; empty where there is none. */
    Optional<EnvoyListener> inbound(Workload pod, long port) {
        return pod.sidecar() && proxies.inbound(pod).captured(port) ? Optional.of(proxies.inbound(pod).listener(port)) : Optional.empty();
    }

    /**
     * Where the proxy beside an application looks for it.
     *
     * @param asked what leads to this port of the pod
     */
    ApplicationSocket application(Workload pod, long port, Optional<FieldRef> asked) {
        Optional<Cluster> own = proxies.inbound(pod).cluster(ClusterName.inbound(port));
        return own.flatMap(c -> c.endpoints().stream().findFirst()
                .map(e -> new ApplicationSocket(e.address(), e.port(), e.port() == port ? asked : Optional.of(c.origin()))))
                .orElseGet(() -> new ApplicationSocket("", port, asked));
    }

    /** What listens on a port of a gateway's pod: on an address of its own, or on every one. */
    Optional<EnvoyListener> listener(Workload pod, long port) {
        return listening(pod, port).filter(l -> ListenerFamily.bound(l, pod)).findFirst();
    }

    /** What takes connections of one family on a port of a gateway's pod. */
    Optional<EnvoyListener> listener(Workload pod, long port, boolean ipv6) {
        return listening(pod, port).filter(l -> ListenerFamily.takes(l, pod, ipv6)).findFirst();
    }

    /** What a gateway's pod is told to listen on at a port, whatever address it binds. */
    Stream<EnvoyListener> listening(Workload pod, long port) {
        return proxies.gateway(pod).listeners().stream().filter(l -> l.port() == port);
    }
}
