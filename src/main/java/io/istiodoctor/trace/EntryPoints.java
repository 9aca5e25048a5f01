package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.gateway.Listener;
import io.istiodoctor.mesh.network.ClusterNode;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.trace.EntryPoint.Way;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

    private EntryPoints(Mesh mesh) {
        this.nodes = nodes(mesh);
        mesh.services().forEach(this::add);
        addHostPorts(mesh);
    }

    /** The entry points of a mesh: by Service; load balancer, external IPs, node ports; external addresses first. */
    public static EntryPoints of(Mesh mesh) {
        return new EntryPoints(mesh);
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

    private static EntryPoint entry(Way way, String address, boolean external, long port, ServicePort leadsTo) {
        return new EntryPoint(way, address, external, port, Optional.of(leadsTo), Optional.empty());
    }

    /** Whether a node hands connections on: with externalTrafficPolicy Local only when a ready pod runs there. */
    static boolean serves(ClusterNode node, Service service) {
        return !service.externalTrafficPolicy().equals("Local")
                || service.pods().stream().anyMatch(p -> p.takesTraffic() && runsOn(p, node));
    }

    private static boolean runsOn(Workload pod, ClusterNode node) {
        return pod.nodeName().equals(node.name()) || !pod.hostIP().isEmpty() && node.internal().contains(pod.hostIP());
    }

    private void addHostPorts(Mesh mesh) {
        Set<EntryPoint> found = new LinkedHashSet<>();
        for (Listener listener : mesh.gateways().stream().flatMap(g -> g.servers().stream())
                .flatMap(s -> s.listeners().stream()).filter(l -> !l.workload().template() && l.onNode()).toList()) {
            Workload pod = listener.workload();
            long port = listener.hostPort().orElseThrow();
            for (ClusterNode node : nodes.stream().filter(n -> runsOn(pod, n)).toList()) {
                node.external().forEach(a -> found.add(onHost(pod, a, true, port)));
                node.internal().forEach(a -> found.add(onHost(pod, a, false, port)));
            }
        }
        all.addAll(found);
    }

    private static EntryPoint onHost(Workload pod, String address, boolean external, long port) {
        return new EntryPoint(Way.HOST_PORT, address, external, port, Optional.empty(), Optional.of(pod));
    }

    /** All of them. */
    public List<EntryPoint> all() {
        return List.copyOf(all);
    }

    /** Those of an address. */
    List<EntryPoint> at(String address) {
        return all.stream().filter(e -> Addresses.same(e.address(), address)).toList();
    }

    /** The node that has the address. */
    Optional<ClusterNode> node(String address) {
        return nodes.stream().filter(n -> Stream.concat(n.external().stream(), n.internal().stream())
                .anyMatch(a -> Addresses.same(a, address))).findFirst();
    }
}
