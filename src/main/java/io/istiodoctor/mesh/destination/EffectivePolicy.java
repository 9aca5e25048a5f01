package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.destination.DestinationRules.Subset;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The traffic policy that holds for a port of a host, or for a subset of it: what DestinationRules say, merged as istiod merges it
 * (GetPortLevelTrafficPolicy, MergeSubsetTrafficPolicy). A policy for a port inherits nothing from the one around it.
 */
public final class EffectivePolicy {
    private final List<Node> general;
    private final List<Node> subset;
    private final long port;
    private final boolean selective;
    private final boolean whole;

    /**
     * What holds.
     *
     * @param general the policy of the host as a whole
     * @param subset the subset that is asked for; empty for the host as a whole
     * @param selective whether it holds for some pods only, by a workloadSelector
     */
    public EffectivePolicy(Optional<Node> general, Optional<Subset> subset, long port, boolean selective) {
        this.general = general.stream().toList();
        this.subset = subset.map(s -> s.node().get("trafficPolicy")).filter(Node::isPresent).stream().toList();
        this.port = port;
        this.selective = selective;
        this.whole = subset.isEmpty();
    }

    /** Whether the part that is asked for, the subset or the host as a whole, says by itself that the client's own address is kept, ports aside. */
    public boolean keepsAddress() {
        return (whole ? general : subset).stream().anyMatch(p -> p.get("loadBalancer").text("simple").equals("PASSTHROUGH"));
    }

    /** Whether it holds for some pods only, by a workloadSelector. */
    public boolean selective() {
        return selective;
    }

    /** A field of the policy, {@code tls} or {@code connectionPool}; absent when none is set. */
    public Node field(String name) {
        for (List<Node> level : List.of(subset, general)) {
            if (!level.isEmpty()) {
                Optional<Node> forPort = forPort(level.getFirst());
                if (forPort.isPresent()) {
                    return forPort.get().get(name);
                }
                if (level.getFirst().get(name).isPresent()) {
                    return level.getFirst().get(name);
                }
            }
        }
        return Absent.ABSENT;
    }

    /**
     * The TLS mode by which istiod tells clients whether an endpoint takes mutual TLS (trafficPolicyTLSModeForPort): here a policy for the port does
     * inherit. In upper case; empty when none is set.
     */
    public String endpointMode() {
        for (List<Node> level : List.of(subset, general)) {
            for (Node policy : level) {
                Node forPort = forPort(policy).map(p -> p.get("tls")).orElse(Absent.ABSENT);
                Node tls = forPort.isPresent() ? forPort : policy.get("tls");
                if (tls.isPresent()) {
                    return mode(tls);
                }
            }
        }
        return "";
    }

    /** The mode that a {@code tls} field gives, in upper case. */
    public static String mode(Node tls) {
        String written = tls.text("mode").toUpperCase(Locale.ROOT);
        return written.isEmpty() ? "DISABLE" : written;
    }

    private Optional<Node> forPort(Node policy) {
        return policy.get("portLevelSettings").elements().stream()
                .filter(p -> p.get("port").get("number").number().filter(n -> n == port).isPresent()).findFirst();
    }
}
