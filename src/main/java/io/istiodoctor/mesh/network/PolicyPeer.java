package io.istiodoctor.mesh.network;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whom an element of {@code from} or {@code to} in a NetworkPolicy means. */
final class PolicyPeer {
    /** An answer, as far as there is one. */
    enum Match { NO, PERHAPS, YES }

    private static final String NAME = "kubernetes.io/metadata.name";

    private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();

    PolicyPeer(List<Resource> namespaces) {
        namespaces.forEach(n -> namespaceLabels.put(n.ref().name(), n.labels()));
    }

    /** Whether a rule of a policy's namespace is for a party; no peers at all are everybody. */
    Match any(Collection<? extends Node> peers, String policyNamespace, Party party) {
        return peers.isEmpty() ? Match.YES : peers.stream().map(p -> one(p, policyNamespace, party)).max(Match::compareTo).orElseThrow();
    }

    private Match one(Node peer, String policyNamespace, Party party) {
        return peer.get("ipBlock").isPresent() ? block(peer.get("ipBlock"), party) : switch (party) {
            case Party.OfPod(Workload pod) -> selected(peer, policyNamespace, pod);
            case Party.Unread(String namespace) -> space(peer, policyNamespace, namespace) == Match.NO ? Match.NO
                    : peer.get("podSelector").isPresent() ? Match.PERHAPS : space(peer, policyNamespace, namespace);
            case Party.Outside o -> Match.NO;
        };
    }

    // Whether a plugin compares the addresses of pods with such blocks, it may decide; none takes an address that lies outside.
    private static Match block(Node block, Party party) {
        String cidr = block.text("cidr");
        if (Set.of("0.0.0.0/0", "::/0").contains(cidr) && block.get("except").elements().isEmpty()) {
            return Match.YES;
        }
        String address = switch (party) {
            case Party.OfPod(Workload pod) -> pod.podIP();
            case Party.Unread u -> "";
            case Party.Outside(String outside) -> outside;
        };
        if (address.isEmpty()) {
            return Match.PERHAPS;
        }
        boolean in = in(cidr, address) && block.get("except").elements().stream().noneMatch(e -> in(e.text().orElse(""), address));
        return !in ? Match.NO : party instanceof Party.OfPod ? Match.PERHAPS : Match.YES;
    }

    private static boolean in(String cidr, String address) {
        return cidr.contains(":") == address.contains(":") && AddressRange.parse(cidr).filter(r -> r.contains(address)).isPresent();
    }

    private Match selected(Node peer, String policyNamespace, Workload pod) {
        Match space = space(peer, policyNamespace, pod.namespace());
        boolean chosen = !peer.get("podSelector").isPresent() || Labels.matchSelector(peer.get("podSelector"), pod.labels());
        // A pod in the node's network has the node's address.
        return !chosen || space == Match.NO ? Match.NO : pod.hostNetwork() ? Match.PERHAPS : space;
    }

    private Match space(Node peer, String policyNamespace, String namespace) {
        Node spaces = peer.get("namespaceSelector");
        return spaces.isPresent() ? namespace(spaces, namespace) : namespace.equals(policyNamespace) ? Match.YES : Match.NO;
    }

    // The API server labels every namespace with its name.
    private Match namespace(Node selector, String namespace) {
        Map<String, String> labels = new HashMap<>(namespaceLabels.getOrDefault(namespace, Map.of()));
        labels.put(NAME, namespace);
        if (Labels.matchSelector(selector, labels)) {
            return Match.YES;
        }
        boolean byName = !selector.get("matchLabels").fields().isEmpty()
                && selector.get("matchLabels").fields().keySet().stream().allMatch(NAME::equals);
        return namespaceLabels.containsKey(namespace) || byName ? Match.NO : Match.PERHAPS;
    }
}
