package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.Sort;
import java.util.List;

/** Kubernetes' NetworkPolicy. */
final class NetworkPolicyDemands {
    private static final int DIRECTIONS = 2;

    private NetworkPolicyDemands() {}

    static void judge(Place spec) {
        MetadataDemands.selector(spec.get("podSelector"));
        List<Place> types = spec.get("policyTypes").each();
        types.forEach(t -> t.oneOf("Ingress", "Egress"));
        if (types.size() > DIRECTIONS) {
            spec.get("policyTypes").tell(Sort.TOO_LONG, String.valueOf(DIRECTIONS));
        }
        spec.get("ingress").each().forEach(r -> rule(r, "from"));
        spec.get("egress").each().forEach(r -> rule(r, "to"));
    }

    private static void rule(Place rule, String peers) {
        rule.get("ports").each().forEach(NetworkPolicyDemands::port);
        for (Place peer : rule.get(peers).each()) {
            if (!peer.has("ipBlock") && !peer.has("podSelector") && !peer.has("namespaceSelector")) {
                peer.tell(Sort.NONE_OF, "", "ipBlock", "podSelector", "namespaceSelector");
            } else if (peer.has("ipBlock")) {
                Place block = peer.get("ipBlock");
                block.get("cidr").form(Address.isNetwork(block.text("cidr")), "network");
                block.get("except").each().forEach(e -> e.form(Address.isNetwork(e.text()), "network"));
            } else {
                MetadataDemands.selector(peer.get("podSelector"));
                MetadataDemands.selector(peer.get("namespaceSelector"));
            }
        }
    }

    private static void port(Place port) {
        Place first = port.get("port");
        if (first.isPresent()) {
            PodDemands.reference(first);
        }
        if (port.has("protocol")) {
            port.get("protocol").oneOf("TCP", "UDP", "SCTP");
        }
        Place last = port.get("endPort");
        if (last.isPresent() && !first.isWhole()) {
            last.tell(Sort.EXCLUDED, first.isPresent() ? "a port's name" : "no port");
        } else if (last.isPresent() && last.number() < first.number()) {
            last.tell(Sort.TOO_SMALL, first.text());
        } else if (last.isPresent()) {
            Demands.port(last);
        }
    }
}
