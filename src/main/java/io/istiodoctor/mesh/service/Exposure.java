package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.network.ClusterNetwork;
import io.istiodoctor.mesh.network.ClusterNode;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.WholeNumber;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a Service is reached from outside the cluster: by its load balancer, by node ports and by addresses set by hand. */
public final class Exposure {
    private static final String AWS = "service.beta.kubernetes.io/aws-load-balancer-";

    private static final List<String> INTERNAL = List.of("egress", "internal", "private", "east-west", "eastwest", "waypoint");

    private final Service service;
    private final ClusterNetwork network;
    private final Mentions mentions;

    Exposure(Service service, ClusterNetwork network, Mentions mentions) {
        this.service = service;
        this.network = network;
        this.mentions = mentions;
    }

    /** Who wrote the load balancer's address by hand: a manager of fields that is kubectl; empty when none is known to. */
    @SeenByRules
    public String addressWriter() {
        return service.resource().root().get("metadata").get("managedFields").elements().stream()
                .filter(m -> m.text("manager").startsWith("kubectl"))
                .filter(m -> m.text("subresource").equals("status") || m.get("fieldsV1").get("f:status").get("f:loadBalancer").isPresent())
                .map(m -> m.text("manager")).findFirst().orElse("");
    }

    /** Addresses of the load balancer that are in none of MetalLB's pools, where all pools can be read. */
    @SeenByRules
    public List<String> addressesOutsidePools() {
        return service.foreignLoadBalancer() ? List.of() : network.loadBalancers().outsidePools(service.loadBalancerAddresses());
    }

    /** Whether MetalLB gives it no address because of what it asks for itself, which is told of the field that asks. */
    @SeenByRules
    public boolean requestRefused() {
        return service.addressRequest().filter(AddressRequest::refused).isPresent();
    }

    /**
     * Nodes that drop what arrives at their node ports, because externalTrafficPolicy is Local and no ready pod runs there. Only where clients
     * go to nodes themselves: a load balancer asks nodes for their health. Nodes of the control plane do not count.
     */
    @SeenByRules
    public List<String> nodesWithoutPod() {
        boolean byNode = service.type().equals("NodePort") || service.pending() || !service.externalIPs().isEmpty();
        Set<String> running = service.pods().stream().filter(Workload::ready).map(Workload::nodeName).filter(n -> !n.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return !byNode || running.isEmpty() || !service.externalTrafficPolicy().equals("Local") ? List.of() : network.nodes().stream()
                .filter(n -> !n.controlPlane()).map(ClusterNode::name).filter(n -> !running.contains(n)).toList();
    }

    /** Addresses among externalIPs that nodes have themselves, where kube-proxy is known to work by IPVS. */
    @SeenByRules
    public List<String> nodeAddresses() {
        return takenFromNodes(service.externalIPs());
    }

    /** Addresses of the load balancer that would cut nodes off as externalIPs: nodes have them themselves, and kube-proxy is known to work by IPVS. */
    @SeenByRules
    public List<String> balancedNodeAddresses() {
        return takenFromNodes(service.loadBalancerAddresses());
    }

    private List<String> takenFromNodes(List<String> addresses) {
        return !network.proxyMode().equals("ipvs") ? List.of() : addresses.stream()
                .filter(a -> network.nodes().stream().anyMatch(n -> n.internal().contains(a) || n.external().contains(a))).toList();
    }

    /** Whether its type or an address of its own lets clients in from outside. */
    public boolean external() {
        return !service.type().equals("ClusterIP") || !service.externalIPs().isEmpty();
    }

    /** Whether its name or its selector says that it is not for clients outside. */
    public boolean meantToBeInternal() {
        return Stream.concat(Stream.of(service.name(), service.namespace()), service.selector().values().stream())
                .anyMatch(n -> INTERNAL.stream().anyMatch(n::contains));
    }

    /** Whether an Ingress or a route of the Gateway API leads to it, or annotations tell another controller to reach its pods. */
    public boolean behindAnother() {
        return mentions.backends().contains(service.qualifiedName()) || service.resource().annotations().keySet().stream()
                .anyMatch(k -> k.contains("neg") || k.contains("ingress") || k.contains("backend-config"));
    }

    /** Whether a VirtualService at a gateway routes to it. */
    @SeenByRules
    public boolean routedFromGateway() {
        return mentions.routedFromGateways().contains(service.host());
    }

    private String annotation(String name) {
        return service.resource().annotations().getOrDefault(name, "");
    }

    /**
     * The port on which an AWS load balancer asks for the health of its targets, where none of the nodes' ports that the Service has is that
     * port. Targets are nodes unless the annotations say that they are pods.
     */
    @SeenByRules
    public Optional<Long> healthPortMissing() {
        String port = annotation(AWS + "healthcheck-port");
        boolean nodes = service.type().equals("LoadBalancer") && !annotation(AWS + "nlb-target-type").equals("ip");
        Optional<Long> number = WholeNumber.of(port).filter(p -> p > 0);
        if (!nodes || number.isEmpty()) {
            return Optional.empty();
        }
        long asked = number.get();
        // A manifest has no node ports yet; what is not even a port of the Service will be none of them.
        if (service.ports().stream().allMatch(p -> p.nodePort() == 0)) {
            return asked < 30000 && service.port(asked).isEmpty() ? Optional.of(asked) : Optional.empty();
        }
        long health = service.resource().spec().get("healthCheckNodePort").number().orElse(0L);
        return asked == health || service.ports().stream().anyMatch(p -> p.nodePort() == asked) ? Optional.empty() : Optional.of(asked);
    }

    /** The node port that leads to the gateway's own health port; empty when there is none. */
    @SeenByRules
    public Optional<Long> healthNodePort() {
        return service.ports().stream().filter(p -> p.number() == 15021 && p.nodePort() > 0).map(ServicePort::nodePort).findFirst();
    }

    /** Whether the load balancer puts PROXY protocol in front of every connection. */
    @SeenByRules
    public boolean proxyProtocol() {
        return service.type().equals("LoadBalancer") && service.resource().annotations().entrySet().stream()
                .anyMatch(a -> aboutProxyProtocol(a.getKey()) && List.of("*", "true", "v1", "v2").contains(a.getValue()));
    }

    /** Whether an annotation says anything of PROXY protocol. */
    public boolean proxyProtocolMentioned() {
        return service.resource().annotations().keySet().stream().anyMatch(Exposure::aboutProxyProtocol);
    }

    private static boolean aboutProxyProtocol(String annotation) {
        return annotation.contains("proxy-protocol") || annotation.contains("proxyprotocol");
    }

    /** How the load balancer treats a port: "tls" when clients speak TLS to it and it passes plain text on, "reencrypted", or "as-is". */
    public String treatment(ServicePort port) {
        if (!service.type().equals("LoadBalancer") || annotation(AWS + "ssl-cert").isEmpty()) {
            return "as-is";
        }
        String ports = annotation(AWS + "ssl-ports");
        List<String> listed = List.of(ports.split("\\s*,\\s*"));
        boolean ends = ports.isEmpty() || listed.contains("*") || listed.contains(Long.toString(port.number()))
                || listed.contains(port.portName());
        String backend = annotation(AWS + "backend-protocol");
        return !ends ? "as-is" : backend.equals("https") || backend.equals("ssl") || backend.equals("tls") ? "reencrypted" : "tls";
    }
}
