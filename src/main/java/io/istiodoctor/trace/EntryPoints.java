package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.network.ClusterNode;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Container.ContainerPort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.trace.EntryPoint.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every address and port at which a Service of the cluster, or a gateway pod by its node, takes connections from outside.
 * A Service that waits for its load balancer has none by it.
 */
public final class EntryPoints {
    private final List<ClusterNode> nodes;
    private final List<EntryPoint> all = new ArrayList<>();
    private final List<EntryPoint> expected = new ArrayList<>();
    private final Map<String, List<EntryPoint>> byAddress;
    private final Map<Socket, List<EntryPoint>> bySocket;

    private record Socket(String address, long port) {}

    /** The entry points of a mesh: by Service; load balancer, external IPs, node ports; external addresses first. */
    EntryPoints(Mesh mesh, Proxies proxies) {
        this.nodes = nodes(mesh);
        mesh.directory().services().forEach(this::add);
        proxies.gatewayPods().forEach(p -> addHostPorts(p, proxies));
        LocalCluster cluster = LocalCluster.of(mesh);
        mesh.directory().services().stream().filter(s -> s.loadBalancerAddresses().isEmpty() && s.externalIPs().isEmpty())
                .forEach(s -> expect(s, cluster));
        this.byAddress = all.stream().collect(Collectors.groupingBy(e -> Addresses.canonical(e.address())));
        this.bySocket = all.stream().collect(Collectors.groupingBy(e -> new Socket(Addresses.canonical(e.address()), e.port())));
    }

    // Manifests seldom hold the Nodes; then the addresses of the nodes on which pods run are all that is known of them.
    private static List<ClusterNode> nodes(Mesh mesh) {
        if (!mesh.directory().nodes().isEmpty()) {
            return mesh.directory().nodes();
        }
        Set<String> hosts = mesh.workloads().stream().map(Workload::hostIP).filter(a -> !a.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return hosts.stream().map(a -> new ClusterNode(a, List.of(), List.of(a), false)).toList();
    }

    private void add(Service service) {
        List<ServicePort> ports = service.ports().stream().filter(p -> p.transport().equals("TCP")).toList();
        for (String address : service.loadBalancerAddresses()) {
            ports.forEach(p -> all.add(entry(Way.LOAD_BALANCER, address, true, p.number(), p)));
        }
        for (String address : service.externalIPs()) {
            ports.forEach(p -> all.add(entry(Way.EXTERNAL_IP, address, true, p.number(), p)));
        }
        if (Set.of("NodePort", "LoadBalancer").contains(service.type())) {
            for (ServicePort port : ports.stream().filter(p -> p.nodePort() > 0).toList()) {
                List<ClusterNode> serving = nodes.stream().filter(n -> serves(n, service)).toList();
                serving.forEach(n -> n.external().forEach(a -> all.add(entry(Way.NODE_PORT, a, true, port.nodePort(), port))));
                serving.forEach(n -> n.internal().forEach(a -> all.add(entry(Way.NODE_PORT, a, false, port.nodePort(), port))));
            }
        }
    }

    // A load balancer gives its address once there is one; a node port is known before any node is.
    private void expect(Service service, LocalCluster cluster) {
        List<ServicePort> ports = service.ports().stream().filter(p -> p.transport().equals("TCP")).toList();
        boolean balanced = service.type().equals("LoadBalancer");
        if (balanced && (service.assumed() || !service.deployed())) {
            ports.forEach(p -> expected.add(unknown(Way.LOAD_BALANCER, WantedAddress.ofLoadBalancer(service), p.number(), p)));
        }
        if (nodes.isEmpty() && (balanced || service.type().equals("NodePort"))) {
            ports.stream().filter(p -> p.nodePort() > 0)
                    .forEach(p -> expected.add(unknown(Way.NODE_PORT, WantedAddress.ofNode(cluster), p.nodePort(), p)));
        }
    }

    private static EntryPoint unknown(Way way, WantedAddress address, long port, ServicePort leadsTo) {
        return new EntryPoint(way, address.name(), true, port, Optional.of(leadsTo), Optional.empty(), 0, Optional.of(address));
    }

    private static EntryPoint entry(Way way, String address, boolean external, long port, ServicePort leadsTo) {
        return new EntryPoint(way, address, external, port, Optional.of(leadsTo), Optional.empty(), 0, Optional.empty());
    }

    /** Whether a node hands connections on: with externalTrafficPolicy Local only when a ready pod runs there. */
    static boolean serves(ClusterNode node, Service service) {
        return !service.externalTrafficPolicy().equals("Local")
                || service.pods().stream().anyMatch(p -> p.takesTraffic() && runsOn(p, node));
    }

    private static boolean runsOn(Workload pod, ClusterNode node) {
        return pod.nodeName().equals(node.name()) || !pod.hostIP().isEmpty() && node.internal().contains(pod.hostIP());
    }

    private void addHostPorts(Workload pod, Proxies proxies) {
        boolean onNode = pod.hostNetwork() || pod.ports().stream().anyMatch(p -> p.hostPort() > 0);
        for (EnvoyListener listener : onNode ? proxies.gateway(pod).listeners() : List.<EnvoyListener>of()) {
            hostPort(pod, listener.port()).ifPresent(host -> nodes.stream().filter(n -> runsOn(pod, n)).forEach(node -> {
                node.external().forEach(a -> all.add(onHost(pod, a, true, host, listener.port())));
                node.internal().forEach(a -> all.add(onHost(pod, a, false, host, listener.port())));
            }));
        }
    }

    private static Optional<Long> hostPort(Workload pod, long port) {
        return pod.hostNetwork() ? Optional.of(port) : pod.ports().stream().filter(p -> p.number() == port && p.hostPort() > 0)
                .map(ContainerPort::hostPort).findFirst();
    }

    private static EntryPoint onHost(Workload pod, String address, boolean external, long port, long podPort) {
        return new EntryPoint(Way.HOST_PORT, address, external, port, Optional.empty(), Optional.of(pod), podPort, Optional.empty());
    }

    /** All of them. */
    public List<EntryPoint> all() {
        return List.copyOf(all);
    }

    /** Those whose addresses are not known: of load balancers that have none yet, and node ports where no node is known. */
    List<EntryPoint> expected() {
        return List.copyOf(expected);
    }

    /** Those of an address. */
    List<EntryPoint> at(String address) {
        return byAddress.getOrDefault(Addresses.canonical(address), List.of());
    }

    /** Those of an address and port; several where Services of the cluster contend for it. */
    List<EntryPoint> at(String address, long port) {
        return bySocket.getOrDefault(new Socket(Addresses.canonical(address), port), List.of());
    }

    /** The node that has the address. */
    Optional<ClusterNode> node(String address) {
        return nodes.stream().filter(n -> Stream.concat(n.external().stream(), n.internal().stream())
                .anyMatch(a -> Addresses.same(a, address))).findFirst();
    }
}
