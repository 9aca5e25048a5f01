package io.istiodoctor.trace;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Outcome.Status;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A host for which a server listens, but no route is bound: the objects that were meant for it. */
final class UnboundHost {
    private record Culprit(ObjectRef object, String why, List<Passed> passed) {}

    private final Network net;
    private final GatewayRequest at;
    private final String host;

    UnboundHost(Network net, GatewayRequest at, String host) {
        this.net = net;
        this.at = at;
        this.host = host;
    }

    Decision<Sending> explain() {
        ObjectRef gateway = at.chain().origin().object();
        List<Culprit> culprits = new ArrayList<>();
        net.mesh().virtualServices().forEach(v -> culprit(v, gateway).ifPresent(culprits::add));
        List<Passed> passed = new ArrayList<>();
        culprits.forEach(c -> passed.addAll(c.passed()));
        String why = culprits.stream().map(Culprit::why).distinct().limit(3).collect(Collectors.joining(" "));
        ObjectRef object = culprits.stream().findFirst().map(Culprit::object).orElse(gateway);
        return Decision.ended(new Status(404, "NR"), Step.broken(Stage.ROUTE, Optional.of(object), "No route for " + host + " is bound to " + gateway + "."
                + (why.isEmpty() ? "" : " " + why), passed));
    }

    private Optional<Culprit> culprit(VirtualService v, ObjectRef gateway) {
        ObjectRef ref = v.resource().ref();
        boolean attached = v.topGateways().stream().anyMatch(g -> g.target().equals(gateway.qualifiedName()));
        Optional<String> missing = v.topGateways().stream().filter(g -> !g.found())
                .filter(g -> g.nearest().filter(n -> n.equals(gateway.qualifiedName())).isPresent()).map(g -> g.target()).findFirst();
        if (attached && v.hosts().stream().noneMatch(h -> h.written().equals("*"))) {
            return Optional.of(new Culprit(ref, ref + " has the hosts " + String.join(", ", v.hostNames()) + ".",
                    List.of(Step.deep(ref, "spec.hosts"), Step.shallow(ref, ""))));
        }
        if (attached) {
            return Optional.of(new Culprit(ref, ref + " names this Gateway, but is not exported to its pods or has no rules for it.",
                    List.of(Step.shallow(ref, ""))));
        }
        return missing.map(m -> new Culprit(ref, ref + " names Gateway " + m + ", which does not exist.", List.of(Step.deep(ref, "spec.gateways"))));
    }

    /** The parts of VirtualServices that name one of the gateway's Gateways and have the host, and of servers that are left out. */
    static List<Passed> meant(Network net, Workload pod, String host) {
        List<Passed> passed = new ArrayList<>();
        for (LeftOut left : net.proxies().gateway(pod).leftOut()) {
            passed.addAll(List.of(Step.shallow(left.at().object(), ""), Step.deep(left.at().object(), left.at().path())));
        }
        net.mesh().virtualServices().stream().filter(v -> v.topGateways().stream().flatMap(g -> g.gateway().stream())
                .anyMatch(g -> g.workloads().contains(pod))).forEach(v -> v.hosts().stream()
                .filter(h -> HostPattern.covers(h.host(), host)).forEach(h -> passed.add(Step.deep(v.resource().ref(), h.path()))));
        return passed;
    }
}
