package io.istiodoctor.trace;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why nothing listens on a port of a gateway's pod: the Gateways that were meant for it. */
final class SilentPort {
    /** A server that was meant, and how the way would go on if it listened here. */
    private record Culprit(ObjectRef gateway, String path, String why, boolean unknown, Optional<EnvoyListener> listener) {}

    private final Network net;
    private final EntryPoint entry;
    private final Workload pod;
    private final long bound;

    SilentPort(Network net, EntryPoint entry, Workload pod, long bound) {
        this.net = net;
        this.entry = entry;
        this.pod = pod;
        this.bound = bound;
    }

    Decision<GatewayArrival> explain() {
        long port = entry.servicePort().map(p -> p.number()).orElse(entry.port());
        List<Culprit> culprits = new ArrayList<>();
        net.proxies().gateway(pod).leftOut().forEach(l -> leftOut(l, port).ifPresent(culprits::add));
        net.mesh().gateways().forEach(g -> g.servers().forEach(s -> server(g, s, port).ifPresent(culprits::add)));
        ObjectRef object = culprits.stream().findFirst().map(Culprit::gateway).orElseGet(() -> EntryStage.ref(entry));
        List<Passed> passed = new ArrayList<>();
        culprits.forEach(c -> passed.addAll(List.of(Step.shallow(c.gateway(), ""), Step.deep(c.gateway(), c.path()))));
        String why = culprits.stream().map(Culprit::why).distinct().limit(3).collect(Collectors.joining(" "));
        boolean unknown = culprits.stream().findFirst().filter(Culprit::unknown).isPresent();
        Step step = new Step(Stage.GATEWAY, Optional.of(object), unknown ? HopStatus.UNKNOWN : HopStatus.BROKEN,
                "No Gateway makes the gateway's pods listen where port " + port + " leads." + (why.isEmpty() ? "" : " " + why), passed)
                .because(new Obstacle.NothingListens(entry, pod, bound));
        Outcome outcome = unknown ? Outcome.unknown() : Outcome.refused();
        return culprits.stream().flatMap(c -> c.listener().stream()).findFirst()
                .map(l -> Decision.brokenBefore(new GatewayArrival(entry, pod, l, true), outcome, step)).orElseGet(() -> Decision.ended(outcome, step));
    }

    private Optional<Culprit> leftOut(LeftOut left, long port) {
        boolean here = left.detail().equals(Long.toString(bound));
        String gateway = left.at().object().toString();
        String why = switch (left.reason()) {
            case NOTHING_TO_SERVE -> here ? gateway + " is for this port, but no route for its server is bound to it, so that nothing listens." : "";
            case PORT_PRIVILEGED -> here ? gateway + " asks for port " + port + " of pods that may not bind ports below 1024." : "";
            default -> "";
        };
        return why.isEmpty() ? Optional.empty() : Optional.of(new Culprit(left.at().object(), left.at().path(), why, false, Optional.empty()));
    }

    private Optional<Culprit> server(Gateway gateway, GatewayServer server, long port) {
        ObjectRef ref = gateway.resource().ref();
        if (gateway.workloads().isEmpty() && server.port() == port) {
            return Optional.of(new Culprit(ref, server.path(), ref + " is for this port, but its selector (" + gateway.selectorText()
                    + ") matches no gateway pod.", gateway.workloadAbsence() == Certainty.UNKNOWN, Optional.empty()));
        }
        boolean lost = gateway.workloads().contains(pod) && !server.reachable();
        return !lost ? Optional.empty() : Optional.of(new Culprit(ref, server.path(), ref + " listens on " + server.port() + ", to which nothing leads.",
                false, net.listener(pod, server.port())));
    }
}
