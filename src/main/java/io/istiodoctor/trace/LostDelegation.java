package io.istiodoctor.trace;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.route.Delegation;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.route.VirtualServiceRule;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Step.Passed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule that hands its requests on to a VirtualService which cannot take them, and of which istiod makes nothing.
 *
 * @param certainty how sure it is that it cannot: a VirtualService may be there that was not read
 */
record LostDelegation(ObjectRef object, String why, List<Passed> passed, Certainty certainty) {
    /** Those that would have taken a request, of VirtualServices by which a gateway's pod serves a host. */
    static List<LostDelegation> of(Network net, Workload pod, String host, Request request) {
        return net.mesh().virtualServices().stream()
                .filter(v -> v.hosts().stream().anyMatch(h -> HostPattern.covers(h.host(), host)) && serves(v, pod))
                .flatMap(v -> v.rules().stream()).filter(r -> r.takes(request)).flatMap(r -> r.delegation().stream().flatMap(d -> of(r, d)))
                .toList();
    }

    private static boolean serves(VirtualService v, Workload pod) {
        return v.topGateways().stream().flatMap(g -> g.gateway().stream()).anyMatch(g -> g.workloads().contains(pod));
    }

    private static Stream<LostDelegation> of(VirtualServiceRule rule, Delegation delegation) {
        ObjectRef ref = rule.resource().ref();
        return why(rule, delegation).stream().map(why -> new LostDelegation(ref,
                ref + " hands requests on to VirtualService " + delegation.target() + " (" + rule.path().substring("spec.".length())
                        + "), which "
                        + why + ".",
                List.of(Step.deep(ref, rule.path() + ".delegate"), Step.shallow(ref, "")), delegation.absence()));
    }

    private static Optional<String> why(VirtualServiceRule rule, Delegation delegation) {
        return Optional.ofNullable(switch (delegation.problem()) {
            case "missing" -> delegation.absence() == Certainty.UNKNOWN ? "was not read" : "does not exist";
            case "hidden" -> "is not exported to " + rule.namespace();
            case "hosts", "gateways" -> "has " + delegation.problem() + " of its own";
            case "nested" -> "hands them on itself";
            case "match" -> "asks for what this rule does not hand on";
            default -> null;
        });
    }

    /** What is known of a way that ends for want of such rules. */
    static HopStatus status(List<LostDelegation> lost) {
        return lost.stream().anyMatch(l -> l.certainty == Certainty.UNKNOWN) ? HopStatus.UNKNOWN : HopStatus.BROKEN;
    }
}
