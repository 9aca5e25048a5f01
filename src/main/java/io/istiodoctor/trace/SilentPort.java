package io.istiodoctor.trace;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.conversion.gatewayapi.GatewayAddress;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Why nothing listens on a port of a gateway's pod: the Gateways that were meant for it. */
final class SilentPort {
    /** A server that was meant, and how the way would go on if it listened here. */
    private record Culprit(ObjectRef gateway, String path, String why, boolean unknown, Optional<EnvoyListener> listener) {}

    private static final Set<Reason> CLASSES = EnumSet.of(Reason.CLASS_MISSING, Reason.CLASS_OF_ANOTHER, Reason.CLASS_REMOTE);
    private static final List<Kind> KINDS = List.of(Kind.ISTIO_GATEWAY, Kind.KUBERNETES_GATEWAY, Kind.INGRESS);

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
        net.proxies().unconverted().stream().filter(l -> CLASSES.contains(l.reason()))
                .forEach(l -> foreign(l, port).ifPresent(culprits::add));
        net.proxies().gateway(pod).leftOut().forEach(l -> leftOut(l, port).ifPresent(culprits::add));
        net.listening(pod, bound).forEach(l -> culprits.add(bindsElsewhere(l)));
        net.mesh().gateways().forEach(g -> g.servers().forEach(s -> server(g, s, port).ifPresent(culprits::add)));
        net.proxies().gatewayAddresses().forEach(a -> elsewhere(a).ifPresent(culprits::add));
        net.proxies().unserved().forEach(u -> listener(u, port).ifPresent(culprits::add));
        ObjectRef object = culprits.stream().findFirst().map(Culprit::gateway).orElseGet(() -> EntryStage.ref(entry));
        List<Passed> passed = new ArrayList<>();
        culprits.forEach(c -> passed.addAll(List.of(Step.shallow(c.gateway(), ""), Step.deep(c.gateway(), c.path()))));
        String why = culprits.stream().map(Culprit::why).distinct().limit(3).collect(Collectors.joining(" "));
        boolean unread = culprits.isEmpty() && KINDS.stream().allMatch(k -> net.mesh().directory().absence(k) == Certainty.UNKNOWN);
        boolean unknown = unread || culprits.stream().findFirst().filter(Culprit::unknown).isPresent();
        Step step = new Step(Stage.GATEWAY, Optional.of(object), unknown ? HopStatus.UNKNOWN : HopStatus.BROKEN,
                unread ? "No Gateway is part of what was read, so that it cannot be told whether the gateway's pods listen where port "
                        + port + " leads."
                        : "No Gateway makes the gateway's pods listen where port " + port + " leads." + (why.isEmpty() ? "" : " " + why),
                passed)
                .because(new Obstacle.NothingListens(entry, pod, bound));
        Outcome outcome = unknown ? Outcome.unknown() : Outcome.refused();
        return culprits.stream().flatMap(c -> c.listener().stream()).findFirst()
                .map(l -> Decision.brokenBefore(new GatewayArrival(entry, pod, l, true), outcome, step))
                .orElseGet(() -> Decision.ended(outcome, step));
    }

    // A Gateway of the Gateway API is for pods of its own namespace.
    private Optional<Culprit> foreign(LeftOut left, long port) {
        ObjectRef ref = left.at().object();
        Optional<String> path = ref.namespace().equals(pod.namespace()) ? net.listenerOf(ref, port) : Optional.empty();
        boolean known = left.certainty() == Certainty.CERTAIN;
        String why = ref + " is for this port, but " + (known ? "its class " + left.detail() + " is not one that istiod serves."
                : "whether its class " + left.detail() + " is one that istiod serves was not read.");
        return path.map(p -> new Culprit(ref, p, why, !known, Optional.empty()));
    }

    private Optional<Culprit> leftOut(LeftOut left, long port) {
        boolean here = left.detail().equals(Long.toString(bound));
        String gateway = left.at().object().toString();
        String why = switch (left.reason()) {
            case NOTHING_TO_SERVE ->
                    here ? gateway + " is for this port, but no route for its server is bound to it, so that nothing listens." : "";
            case PORT_PRIVILEGED -> here ? gateway + " asks for port " + port + " of pods that may not bind ports below 1024." : "";
            default -> "";
        };
        return why.isEmpty() ? Optional.empty()
                : Optional.of(new Culprit(left.at().object(), left.at().path(), why, false, Optional.empty()));
    }

    private static Culprit bindsElsewhere(EnvoyListener listener) {
        FieldRef server = listener.chains().getFirst().origin();
        return new Culprit(server.object(), server.path(), server.object() + " listens on " + listener.bind()
                + " alone, to which connections to this address do not come.", false, Optional.of(listener));
    }

    private Optional<Culprit> elsewhere(GatewayAddress address) {
        ObjectRef ref = address.resource().ref();
        Optional<Service> service = address.service()
                .filter(s -> address.elsewhere() && entry.servicePort().filter(p -> p.service().equals(s)).isPresent());
        return service.map(s -> new Culprit(ref, address.path(),
                ref + " names " + s.resource().ref() + ", which is in another namespace, so that it makes nothing listen.",
                false, Optional.empty()));
    }

    // A listener of the Gateway API, as far as its Gateway is meant for these pods: by its Service or its own name.
    private Optional<Culprit> listener(Unserved unserved, long port) {
        ObjectRef ref = unserved.resource().ref();
        FieldPath part = FieldPath.parse(unserved.part());
        boolean here = unserved.part().startsWith("spec.listeners[")
                && part.in(unserved.resource().root()).get("port").number().equals(Optional.of(port));
        return !here || !serves(ref) ? Optional.empty()
                : Optional.of(new Culprit(ref, unserved.path(), ref + " is for this port, but its listener is left out: "
                        + words(unserved) + ".", unserved.certainty() == Certainty.UNKNOWN, Optional.empty()));
    }

    private boolean serves(ObjectRef gateway) {
        return entry.servicePort().map(p -> p.service()).filter(s -> s.namespace().equals(gateway.namespace())).isPresent();
    }

    private static String words(Unserved unserved) {
        return unserved.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (unserved.detail().isEmpty() ? "" : " (" + unserved.detail() + ")");
    }

    private Optional<Culprit> server(Gateway gateway, GatewayServer server, long port) {
        ObjectRef ref = gateway.resource().ref();
        if (gateway.workloads().isEmpty() && server.port() == port) {
            return Optional.of(new Culprit(ref, server.path(), ref + " is for this port, but its selector (" + gateway.selectorText()
                    + ") matches no gateway pod.", gateway.workloadAbsence() == Certainty.UNKNOWN, Optional.empty()));
        }
        boolean lost = gateway.workloads().contains(pod) && !server.reachable();
        return !lost ? Optional.empty()
                : Optional.of(new Culprit(ref, server.path(), ref + " listens on " + server.port() + ", to which nothing leads.",
                        false, net.listener(pod, server.port())));
    }
}
