package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.trace.EntryPoint.Way;
import io.istiodoctor.trace.Outcome.Failed;
import io.istiodoctor.trace.Outcome.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which entry point a host name is taken to stand for: what it resolves to is not in the objects. */
final class NameEntry {
    private final Network net;
    private final TraceRequest request;

    NameEntry(Network net, TraceRequest request) {
        this.net = net;
        this.request = request;
    }

    Decision<EntryPoint> enter() {
        Optional<Service> inside = serviceName();
        if (inside.isPresent()) {
            return Decision.ended(new Failed(Failure.DNS), Step.broken(Stage.ENTRY, Optional.of(inside.get().resource().ref()), request
                    .connectTo()
                    + " is a name inside the cluster, which nobody outside resolves; --from NAMESPACE/WORKLOAD traces a request from inside.",
                    List.of()));
        }
        return atPort().or(this::withoutAddress).or(this::atExpectedPort).or(() -> atOtherPort(this::serves))
                .or(() -> atOtherPort(NameEntry::ofGateway))
                .orElseGet(this::nowhere);
    }

    private Optional<Service> serviceName() {
        String host = request.connectTo();
        String[] labels = host.split("\\.");
        var directory = net.mesh().directory();
        return labels.length < 2 ? Optional.empty() : directory.service(host).or(() -> labels.length == 2
                || labels.length == 3 && labels[2].equals("svc") ? directory.service(directory.hostOfService(labels[0], labels[1]))
                        : Optional.empty());
    }

    private Optional<Decision<EntryPoint>> atPort() {
        return best(net.entries().all().stream().filter(e -> e.port() == request.connectPort()).toList())
                .map(e -> new AnnouncedEntry(net, e).pass(
                        request.connectTo() + " must resolve to " + e.address() + ": " + lower(EntryStage.describe(e)) + "."));
    }

    private static String lower(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    /** The first that serves the host, else the first at which anything listens, else the first. */
    private Optional<EntryPoint> best(List<EntryPoint> candidates) {
        return candidates.stream()
                .min(Comparator.comparing((EntryPoint e) -> !serves(e)).thenComparing(e -> net.listeners(e).findAny().isEmpty())
                        .thenComparing(EntryPoint::way).thenComparing(e -> !e.external()));
    }

    private boolean serves(EntryPoint entry) {
        String name = request.tls() ? request.sni() : request.authority();
        return net.listeners(entry).anyMatch(l -> ServedNames.serves(l, name, request.tls()));
    }

    private static boolean ofGateway(EntryPoint entry) {
        return entry.servicePort().filter(p -> p.service().gateway()).isPresent();
    }

    private Optional<Decision<EntryPoint>> atOtherPort(Predicate<EntryPoint> meant) {
        return best(Stream.concat(net.entries().all().stream(), net.entries().expected().stream().filter(e -> e.way() == Way.NODE_PORT))
                .filter(meant)
                .filter(e -> e.servicePort().filter(p -> p.number() == request.connectPort()).isPresent()).toList())
                .map(e -> Decision.brokenBefore(e, Outcome.refused(), Step.broken(Stage.ENTRY, Optional.of(EntryStage.ref(e)),
                        "No address outside serves port " + request.connectPort() + "; " + lower(EntryStage.describe(e)) + ". Let "
                                + request.connectTo() + " resolve to " + e.address() + " and use "
                                + Addresses.url(request.scheme(), request.connectTo(), e.port(), request.http() ? request.target() : "")
                                + ".",
                        EntryStage.pending(net))));
    }

    // Manifests that no cluster has accepted yet tell no address; the Service will have one.
    private Optional<Decision<EntryPoint>> withoutAddress() {
        return best(net.mesh().directory().services().stream().filter(Service::gateway).filter(s -> s.assumed() || !s.deployed())
                .flatMap(s -> s.port(request.connectPort()).stream()).map(NameEntry::virtual).toList())
                .map(EntryStage::through);
    }

    private Optional<Decision<EntryPoint>> atExpectedPort() {
        return best(net.entries().expected().stream().filter(e -> e.port() == request.connectPort()).toList())
                .map(e -> EntryStage.pass(e, EntryStage.describe(e) + "."));
    }

    private static EntryPoint virtual(ServicePort port) {
        return new EntryPoint(Way.LOAD_BALANCER, "", true, port.number(), Optional.of(port), Optional.empty(), 0,
                Optional.of(WantedAddress.ofLoadBalancer(port.service())));
    }

    private Decision<EntryPoint> nowhere() {
        boolean known = net.mesh().live() || !net.entries().all().isEmpty();
        return Decision.ended(known ? Outcome.refused() : Outcome.unknown(), new Step(Stage.ENTRY, Optional.empty(),
                known ? HopStatus.BROKEN : HopStatus.UNKNOWN, net.entries().all().isEmpty()
                        ? "No load balancer, external IP or node port that leads in is part of what was read."
                        : "No address outside serves port " + request.connectPort() + ".",
                EntryStage.pending(net))
                .because(new Obstacle.NoEntry(request.connectTo(), request.connectPort())));
    }
}
