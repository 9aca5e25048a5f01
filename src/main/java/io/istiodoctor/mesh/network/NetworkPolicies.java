package io.istiodoctor.mesh.network;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.Memo;
import io.istiodoctor.mesh.network.Passage.Direction;
import io.istiodoctor.mesh.network.PolicyPeer.Match;
import io.istiodoctor.mesh.workload.Container.ContainerPort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Kubernetes' NetworkPolicies: a pod that some policy selects takes, or sends, only what one of them allows
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/). That the cluster's network enforces them is taken for granted; policies of
 * other APIs, those of Calico or Cilium, are not read.
 */
public final class NetworkPolicies {
    /** Where DNS is asked. */
    public static final long DNS = 53;
    /** Where istiod's pods are asked by proxies. */
    public static final long XDS = 15012;

    private static final Set<String> BY_CLUSTER = Set.of("", "ClusterFirst", "ClusterFirstWithHostNet");

    private final Map<String, List<Resource>> byNamespace;
    private final boolean nodeAnswers;
    private final Memo<Workload, List<Resource>> taking = new Memo<>(pod -> held(Direction.INGRESS, pod));
    private final Memo<Workload, List<Resource>> sending = new Memo<>(pod -> held(Direction.EGRESS, pod));
    private final PolicyPeer peers;

    /** The policies of a cluster. */
    public NetworkPolicies(Inventory inventory) {
        this.byNamespace = inventory.all(Kind.NETWORK_POLICY).stream().collect(Collectors.groupingBy(p -> p.ref().namespace()));
        this.nodeAnswers = inventory.all(Kind.DAEMON_SET).stream()
                .anyMatch(d -> d.ref().name().equals("node-local-dns") || "node-local-dns".equals(d.labels().get("k8s-app")));
        this.peers = new PolicyPeer(inventory.all(Kind.NAMESPACE));
    }

    /** Whether there are none. */
    public boolean none() {
        return byNamespace.isEmpty();
    }

    /** Whether a TCP connection from one party to a port of another gets through: what the receiver takes, then what the sender may send. */
    public Passage passage(Party from, Party to, long port) {
        return passage(from, to, port, "TCP");
    }

    /** @param transport TCP, UDP or SCTP */
    public Passage passage(Party from, Party to, long port, String transport) {
        Passage in = side(Direction.INGRESS, to, from, to, port, transport);
        Passage out = in instanceof Passage.Shut ? in : side(Direction.EGRESS, from, to, to, port, transport);
        return out instanceof Passage.Shut || in instanceof Passage.Open ? out : in;
    }

    /**
     * Whether a pod may ask the cluster's DNS: that of kube-system, or of OpenShift, at its Service's port or its pods' own. One that asks another, and
     * one whose node answers (NodeLocal DNSCache: what goes to a pod's own node no policy shuts), may.
     */
    public Passage dns(Workload pod) {
        if (nodeAnswers || !BY_CLUSTER.contains(pod.pod().get("spec").text("dnsPolicy"))) {
            return new Passage.Open();
        }
        List<Passage> ways = new ArrayList<>();
        for (String namespace : List.of("kube-system", "openshift-dns")) {
            for (long port : List.of(DNS, 5353L)) {
                for (String transport : List.of("UDP", "TCP")) {
                    ways.add(passage(new Party.OfPod(pod), new Party.Unread(namespace), port, transport));
                }
            }
        }
        return ways.stream().filter(p -> !(p instanceof Passage.Shut)).findFirst().orElse(ways.getFirst());
    }

    /** Whether policies hold what a pod takes, and no rule of them is for a port, whoever sends to it. */
    public boolean takesNobody(Workload pod, long port) {
        List<Resource> policies = holding(Direction.INGRESS, pod);
        return !policies.isEmpty() && !pod.hostNetwork() && policies.stream().flatMap(p -> rules(Direction.INGRESS, p).stream())
                .noneMatch(r -> taken(r, new Party.OfPod(pod), port, "TCP"));
    }

    /** Whether policies hold what a pod takes, and have no rules at all. */
    public boolean takesNobody(Workload pod) {
        List<Resource> policies = holding(Direction.INGRESS, pod);
        return !policies.isEmpty() && policies.stream().allMatch(p -> rules(Direction.INGRESS, p).isEmpty());
    }

    private Passage side(Direction direction, Party held, Party other, Party to, long port, String transport) {
        if (!(held instanceof Party.OfPod(Workload pod)) || pod.hostNetwork()) {
            return new Passage.Open();
        }
        List<Resource> policies = holding(direction, pod);
        Optional<Resource> perhaps = Optional.empty();
        for (Resource policy : policies) {
            Match best = rules(direction, policy).stream().map(r -> match(direction, policy, r, other, to, port, transport))
                    .max(Match::compareTo).orElse(Match.NO);
            if (best == Match.YES) {
                return new Passage.Open();
            }
            perhaps = best == Match.PERHAPS && perhaps.isEmpty() ? Optional.of(policy) : perhaps;
        }
        String why = other.equals(Party.Outside.UNKNOWN) ? "the address with which they arrive is not known"
                : "the address of " + other.words() + ", or the labels of its namespace, are not known or compared in several ways";
        return perhaps.<Passage>map(p -> new Passage.Doubtful(p, direction, why))
                .orElseGet(() -> policies.isEmpty() ? new Passage.Open() : new Passage.Shut(policies.getFirst(), direction));
    }

    /** The policies that hold what a pod takes, or what it may send. */
    public List<Resource> holding(Direction direction, Workload pod) {
        return (direction == Direction.INGRESS ? taking : sending).of(pod);
    }

    private List<Resource> held(Direction direction, Workload pod) {
        return byNamespace.getOrDefault(pod.namespace(), List.of()).stream()
                .filter(policy -> types(policy).contains(direction.name())
                        && Labels.matchSelector(policy.spec().get("podSelector"), pod.labels()))
                .toList();
    }

    // Ingress is always meant; egress where the policy has rules for it.
    private static Set<String> types(Resource policy) {
        Set<String> said = policy.spec().get("policyTypes").elements().stream().flatMap(t -> t.text().stream())
                .map(t -> t.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
        return !said.isEmpty() ? said : policy.spec().get("egress").isPresent() ? Set.of("INGRESS", "EGRESS") : Set.of("INGRESS");
    }

    private static List<? extends Node> rules(Direction direction, Resource policy) {
        return policy.spec().get(direction == Direction.INGRESS ? "ingress" : "egress").elements();
    }

    private Match match(Direction direction, Resource policy, Node rule, Party other, Party to, long port, String transport) {
        return !taken(rule, to, port, transport) ? Match.NO
                : peers.any(rule.get(direction == Direction.INGRESS ? "from" : "to").elements(), policy.ref().namespace(), other);
    }

    private static boolean taken(Node rule, Party to, long port, String transport) {
        Node ports = rule.get("ports");
        return ports.elements().isEmpty() || ports.elements().stream().anyMatch(p -> transport(p).equals(transport) && number(p, to, port));
    }

    private static String transport(Node port) {
        return port.get("protocol").text().filter(p -> !p.isEmpty()).orElse("TCP");
    }

    private static boolean number(Node rule, Party to, long port) {
        Optional<Long> first = rule.get("port").number();
        if (first.isPresent()) {
            return port >= first.get() && port <= rule.get("endPort").number().orElse(first.get());
        }
        String name = rule.text("port");
        return name.isEmpty() || to instanceof Party.OfPod(Workload pod) && pod.ports().stream().filter(p -> p.name().equals(name))
                .map(ContainerPort::number).anyMatch(n -> n == port);
    }
}
