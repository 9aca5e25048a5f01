package io.istiodoctor.mesh.security;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.workload.Container.ContainerPort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Kubernetes' NetworkPolicies: a pod that some policy selects takes, or sends, only what one of them allows
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/). Whether the cluster's network enforces them cannot
 * be seen from its objects.
 */
public final class NetworkPolicies {
    private final Map<String, List<Resource>> byNamespace;
    private final Map<String, Map<String, String>> namespaceLabels;

    /**
     * The policies of a cluster.
     *
     * @param policies all NetworkPolicies that were read
     * @param namespaces all Namespaces that were read, for their labels
     */
    public NetworkPolicies(List<Resource> policies, List<Resource> namespaces) {
        this.byNamespace = policies.stream().collect(Collectors.groupingBy(p -> p.ref().namespace()));
        this.namespaceLabels = namespaces.stream().collect(Collectors.toMap(n -> n.ref().name(), Resource::labels, (a, b) -> a));
    }

    /**
     * The policy that keeps a connection from a pod; empty where none does, and where the network of the node is used.
     *
     * @param from the pod that connects; empty for a client outside, whose address is not known
     */
    public Optional<ObjectRef> shuts(Optional<Workload> from, Workload to, long port) {
        Optional<ObjectRef> in = side(to, "Ingress", "ingress", "from", from, to, port);
        return in.isPresent() ? in : from.flatMap(f -> side(f, "Egress", "egress", "to", Optional.of(to), to, port));
    }

    private Optional<ObjectRef> side(Workload held, String type, String rules, String peers, Optional<Workload> other, Workload to, long port) {
        if (held.hostNetwork() || byNamespace.isEmpty()) {
            return Optional.empty();
        }
        List<Resource> holding = byNamespace.getOrDefault(held.namespace(), List.of()).stream()
                .filter(p -> types(p).contains(type) && Labels.matchSelector(p.spec().get("podSelector"), held.labels())).toList();
        boolean allowed = holding.stream().flatMap(p -> p.spec().get(rules).elements().stream().map(r -> new Rule(p.ref().namespace(), r)))
                .anyMatch(r -> peer(r, r.node().get(peers), other) && ports(r.node().get("ports"), to, port));
        return allowed ? Optional.empty() : holding.stream().map(Resource::ref).findFirst();
    }

    private record Rule(String namespace, Node node) {}

    // Ingress is always meant; egress where the policy has rules for it.
    private static Set<String> types(Resource policy) {
        Set<String> said = policy.spec().get("policyTypes").elements().stream().flatMap(t -> t.text().stream()).collect(Collectors.toSet());
        return !said.isEmpty() ? said : policy.spec().get("egress").isPresent() ? Set.of("Ingress", "Egress") : Set.of("Ingress");
    }

    private boolean peer(Rule rule, Node peers, Optional<Workload> other) {
        return peers.elements().isEmpty() || peers.elements().stream().anyMatch(p -> p.get("ipBlock").isPresent() ? everywhere(p.get("ipBlock"))
                : other.filter(o -> chosen(rule, p, o)).isPresent());
    }

    private static boolean everywhere(Node block) {
        return Set.of("0.0.0.0/0", "::/0").contains(block.text("cidr")) && block.get("except").elements().isEmpty();
    }

    private boolean chosen(Rule rule, Node peer, Workload pod) {
        Node spaces = peer.get("namespaceSelector");
        boolean space = spaces.isPresent() ? Labels.matchSelector(spaces, labels(pod.namespace())) : pod.namespace().equals(rule.namespace());
        return space && (!peer.get("podSelector").isPresent() || Labels.matchSelector(peer.get("podSelector"), pod.labels()));
    }

    // The API server labels every namespace with its name.
    private Map<String, String> labels(String namespace) {
        Map<String, String> labels = new HashMap<>(namespaceLabels.getOrDefault(namespace, Map.of()));
        labels.put("kubernetes.io/metadata.name", namespace);
        return labels;
    }

    private static boolean ports(Node ports, Workload to, long port) {
        return ports.elements().isEmpty() || ports.elements().stream().anyMatch(p -> tcp(p) && number(p, to, port));
    }

    private static boolean tcp(Node port) {
        return port.text("protocol").isEmpty() || port.text("protocol").equals("TCP");
    }

    private static boolean number(Node rule, Workload to, long port) {
        Optional<Long> first = rule.get("port").number();
        if (first.isPresent()) {
            return port >= first.get() && port <= rule.get("endPort").number().orElse(first.get());
        }
        String name = rule.text("port");
        return name.isEmpty() || to.ports().stream().filter(p -> p.name().equals(name)).map(ContainerPort::number).anyMatch(n -> n == port);
    }
}
