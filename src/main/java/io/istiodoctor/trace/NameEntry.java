package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.trace.EntryPoint.Way;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which entry point a host name is taken to stand for: what it resolves to is not in the objects. */
final class NameEntry {
    private final Journey journey;
    private final TraceRequest request;

    NameEntry(Journey journey) {
        this.journey = journey;
        this.request = journey.request();
    }

    Optional<EntryPoint> enter() {
        Optional<Service> inside = serviceName();
        if (inside.isPresent()) {
            journey.step(Stage.ENTRY, Optional.of(inside.get().resource().ref()), HopStatus.BROKEN, request.host()
                    + " is a name inside the cluster, which nobody outside resolves; --from NAMESPACE/WORKLOAD traces a request "
                    + "from inside.", "host not found");
            return Optional.empty();
        }
        return atPort().or(this::atOtherPort).or(this::withoutAddress).or(this::nowhere);
    }

    private Optional<Service> serviceName() {
        String host = request.host();
        String[] labels = host.split("\\.");
        var directory = journey.net().mesh().directory();
        return labels.length < 2 ? Optional.empty() : directory.service(host).or(() -> labels.length == 2
                || labels.length == 3 && labels[2].equals("svc") ? directory.service(directory.hostOfService(labels[0], labels[1]))
                : Optional.empty());
    }

    private Optional<EntryPoint> atPort() {
        Optional<EntryPoint> entry = best(journey.net().entries().all().stream().filter(e -> e.port() == request.port()).toList());
        entry.ifPresent(e -> EntryStage.pass(journey, e, request.host() + " must resolve to " + e.address() + ": "
                + lower(EntryStage.describe(e)) + "."));
        return entry;
    }

    private static String lower(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    /** The first that serves the host, else the first at which anything listens, else the first. */
    private Optional<EntryPoint> best(List<EntryPoint> candidates) {
        return candidates.stream().sorted(Comparator.comparing((EntryPoint e) -> !serves(e))
                .thenComparing(e -> journey.net().front().behind(e).servers().isEmpty())
                .thenComparing(e -> e.way()).thenComparing(e -> !e.external())).findFirst();
    }

    private boolean serves(EntryPoint entry) {
        return journey.net().front().behind(entry).servers().stream().anyMatch(s -> s.hostFor(name()).isPresent());
    }

    private String name() {
        return request.tls() ? request.sni() : request.authority();
    }

    private Optional<EntryPoint> atOtherPort() {
        Optional<EntryPoint> entry = best(journey.net().entries().all().stream().filter(this::serves)
                .filter(e -> e.servicePort().filter(p -> p.number() == request.port()).isPresent()).toList());
        entry.ifPresent(e -> journey.step(Stage.ENTRY, Optional.of(EntryStage.ref(e)), HopStatus.BROKEN,
                "No address outside serves port " + request.port() + "; " + lower(EntryStage.describe(e)) + ". Let "
                        + request.host() + " resolve to " + e.address() + " and use "
                        + Addresses.url(request.scheme(), request.host(), e.port(), request.http() ? request.target() : "") + ".",
                "connection refused", EntryStage.pending(journey)));
        return entry;
    }

    // Manifests that no cluster has accepted yet tell no address; the Service will have one.
    private Optional<EntryPoint> withoutAddress() {
        Optional<EntryPoint> entry = best(journey.net().mesh().gateways().stream().flatMap(g -> g.services().stream()).distinct()
                .filter(s -> s.assumed() || !s.deployed()).flatMap(s -> s.port(request.port()).stream())
                .map(NameEntry::virtual).toList());
        entry.ifPresent(e -> EntryStage.pass(journey, e, "Port " + request.port() + " of Service "
                + e.servicePort().orElseThrow().service().qualifiedName() + "; its address is not part of the input."));
        return entry;
    }

    private static EntryPoint virtual(ServicePort port) {
        return new EntryPoint(Way.LOAD_BALANCER, "", true, port.number(), Optional.of(port), Optional.empty());
    }

    private Optional<EntryPoint> nowhere() {
        boolean live = journey.net().mesh().live();
        List<EntryPoint> any = journey.net().entries().all();
        journey.step(Stage.ENTRY, Optional.empty(), live || !any.isEmpty() ? HopStatus.BROKEN : HopStatus.UNKNOWN,
                any.isEmpty() ? "No load balancer, external IP or node port that leads in is part of what was read."
                        : "No address outside serves port " + request.port() + ".",
                "connection refused", EntryStage.pending(journey));
        return Optional.empty();
    }
}
