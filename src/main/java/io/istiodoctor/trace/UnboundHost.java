package io.istiodoctor.trace;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Outcome.Status;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A host for which a server listens, but no route is bound: the objects that were meant for it. */
final class UnboundHost {
    private record Culprit(ObjectRef object, String why, List<Passed> passed) {}

    private static final Set<Reason> ROUTES = EnumSet.of(Reason.NOT_EXPORTED, Reason.HOST_NOT_ACCEPTED, Reason.NO_RULE_FOR_SERVER);

    private final Network net;
    private final GatewayRequest at;
    private final String host;

    UnboundHost(Network net, GatewayRequest at, String host) {
        this.net = net;
        this.at = at;
        this.host = host;
    }

    /** @param lost rules that would have taken the request, had they not been handed on in vain */
    Decision<Sending> explain(List<LostDelegation> lost) {
        ObjectRef gateway = at.chain().origin().object();
        List<Culprit> culprits = new ArrayList<>();
        net.proxies().gateway(at.arrival().pod()).leftOut().stream()
                .filter(l -> ROUTES.contains(l.reason()) && l.by().filter(b -> b.object().equals(gateway)).isPresent())
                .forEach(l -> culprits.add(unbound(l)));
        net.mesh().virtualServices().forEach(v -> misnamed(v, gateway).ifPresent(culprits::add));
        lost.forEach(l -> culprits.add(new Culprit(l.object(), l.why(), l.passed())));
        new UnservedRoutes(net).of(gateway, host).forEach(m -> culprits.add(new Culprit(m.route(), m.why(), m.passed())));
        List<Passed> passed = new ArrayList<>();
        culprits.forEach(c -> passed.addAll(c.passed()));
        String why = culprits.stream().map(Culprit::why).distinct().limit(3).collect(Collectors.joining(" "));
        ObjectRef object = culprits.stream().findFirst().map(Culprit::object).orElse(gateway);
        HopStatus status = LostDelegation.status(lost);
        return Decision.ended(status == HopStatus.UNKNOWN ? Outcome.unknown() : new Status(404, "NR"),
                new Step(Stage.ROUTE, Optional.of(object), status, "No route for " + host + " is bound to " + gateway + "."
                        + (why.isEmpty() ? "" : " " + why), passed)
                        .because(new Obstacle.NoRouteBound(at.arrival().entry(), at.arrival().pod(), at.chain(), host)));
    }

    private static Culprit unbound(LeftOut left) {
        ObjectRef ref = left.at().object();
        String why = switch (left.reason()) {
            case HOST_NOT_ACCEPTED -> ref + " has the hosts " + left.detail() + ".";
            case NOT_EXPORTED -> ref + " names this Gateway, but is not exported to its pods in namespace " + left.detail() + ".";
            default -> ref + " names this Gateway, but has no rules for it.";
        };
        return new Culprit(ref, why, List.of(Step.deep(ref, left.at().path()), Step.shallow(ref, "")));
    }

    private static Optional<Culprit> misnamed(VirtualService v, ObjectRef gateway) {
        ObjectRef ref = v.resource().ref();
        Optional<String> missing = v.topGateways().stream().filter(g -> !g.found())
                .filter(g -> g.nearest().filter(n -> n.equals(gateway.qualifiedName())).isPresent()).map(g -> g.target()).findFirst();
        return missing.map(
                m -> new Culprit(ref, ref + " names Gateway " + m + ", which does not exist.", List.of(Step.deep(ref, "spec.gateways"))));
    }

    /** The parts of VirtualServices that name one of the gateway's Gateways and have the host, and of servers that are left out. */
    static List<Passed> meant(Network net, Workload pod, String host) {
        List<Passed> passed = new ArrayList<>();
        for (LeftOut left : net.proxies().gateway(pod).leftOut().stream().filter(l -> !ROUTES.contains(l.reason())).toList()) {
            passed.addAll(List.of(Step.shallow(left.at().object(), ""), Step.deep(left.at().object(), left.at().path())));
        }
        net.mesh().virtualServices().stream().filter(v -> v.topGateways().stream().flatMap(g -> g.gateway().stream())
                .anyMatch(g -> g.workloads().contains(pod))).forEach(v -> v.hosts().stream()
                        .filter(h -> HostPattern.covers(h.host(), host)).forEach(h -> passed.add(Step.deep(v.resource().ref(), h.path()))));
        return passed;
    }
}
