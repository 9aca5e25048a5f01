package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.EntryPoint.Way;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which entry point a URL's address and port mean, and which one was meant when they mean none. */
final class EntryStage {
    private static final String REFUSED = "connection refused";
    private static final String SILENCE = "no answer (timeout)";

    private final Journey journey;
    private final TraceRequest request;
    private final EntryPoints entries;

    EntryStage(Journey journey) {
        this.journey = journey;
        this.request = journey.request();
        this.entries = journey.net().entries();
    }

    /** Where the way goes on: the entry point asked for, or the one that was most likely meant. */
    Optional<EntryPoint> enter() {
        List<EntryPoint> here = entries.at(request.host());
        boolean known = !here.isEmpty() || entries.node(request.host()).isPresent();
        if (known) {
            return byAddress(here);
        }
        return Addresses.literal(request.host()) ? unknownAddress() : new NameEntry(journey).enter();
    }

    private Optional<EntryPoint> byAddress(List<EntryPoint> here) {
        Optional<EntryPoint> exact = here.stream().filter(e -> e.port() == request.port())
                .max(Comparator.comparing((EntryPoint e) -> !journey.net().front().behind(e).servers().isEmpty()));
        if (exact.isPresent()) {
            pass(journey, exact.get(), describe(exact.get()) + ".");
            return exact;
        }
        return nodePortOnServiceAddress(here).or(() -> servicePortOnNode(here)).or(this::localOnly).or(() -> nothingThere(here));
    }

    private Optional<EntryPoint> nodePortOnServiceAddress(List<EntryPoint> here) {
        Optional<EntryPoint> meant = here.stream().filter(e -> e.way() != Way.NODE_PORT && e.servicePort().isPresent())
                .filter(e -> e.servicePort().get().nodePort() == request.port()).findFirst();
        meant.ifPresent(e -> {
            String onNode = entries.all().stream().filter(n -> n.way() == Way.NODE_PORT && n.servicePort().equals(e.servicePort()))
                    .findFirst().map(n -> "; the node port is served on the nodes' own addresses: " + url(n)).orElse("");
            broken(e, request.port() + " is the node port of " + port(e) + ", but " + request.host() + " is the "
                    + e.way().label() + "'s address, which serves port " + e.port() + ": " + url(e) + onNode + ".");
        });
        return meant;
    }

    private Optional<EntryPoint> servicePortOnNode(List<EntryPoint> here) {
        Optional<EntryPoint> meant = here.stream().filter(e -> e.way() == Way.NODE_PORT)
                .filter(e -> e.servicePort().orElseThrow().number() == request.port())
                .max(Comparator.comparing(e -> !journey.net().front().behind(e).servers().isEmpty()));
        meant.ifPresent(e -> broken(e, request.port() + " is a port of Service " + service(e).qualifiedName() + ", but "
                + request.host() + " is a node's address, where that port is reached by its node port " + e.port() + ": "
                + url(e) + "."));
        return meant;
    }

    // With externalTrafficPolicy Local a node without a ready pod drops what comes to its node port.
    private Optional<EntryPoint> localOnly() {
        Optional<EntryPoint> elsewhere = entries.node(request.host()).flatMap(n -> entries.all().stream()
                .filter(e -> e.way() == Way.NODE_PORT && e.port() == request.port())
                .filter(e -> !EntryPoints.serves(n, service(e))).findFirst());
        elsewhere.ifPresent(e -> journey.step(Stage.ENTRY, Optional.of(ref(e)), HopStatus.BROKEN,
                "No ready pod of Service " + service(e).qualifiedName() + " runs on the node with " + request.host()
                        + ", and externalTrafficPolicy: Local makes it drop the connection; try " + url(e) + ".", SILENCE,
                passed(e)));
        return elsewhere;
    }

    private Optional<EntryPoint> nothingThere(List<EntryPoint> here) {
        Set<Long> ports = here.stream().filter(e -> !journey.net().front().behind(e).servers().isEmpty() || !e.gateway())
                .map(EntryPoint::port).collect(Collectors.toCollection(TreeSet::new));
        String serves = ports.isEmpty() ? "" : " It serves " + ports.stream().map(Object::toString)
                .collect(Collectors.joining(", ")) + ".";
        Optional<ObjectRef> object = here.stream().findFirst().map(EntryStage::ref);
        journey.step(Stage.ENTRY, object, HopStatus.BROKEN, "Nothing serves port " + request.port() + " on " + request.host() + "."
                + serves, REFUSED, pending());
        return Optional.empty();
    }

    private Optional<EntryPoint> unknownAddress() {
        Optional<Service> inside = journey.net().mesh().services().stream()
                .filter(s -> s.resource().spec().text("clusterIP").equals(request.host())).findFirst();
        if (inside.isPresent()) {
            journey.step(Stage.ENTRY, Optional.of(inside.get().resource().ref()), HopStatus.BROKEN, request.host()
                    + " is the cluster address of Service " + inside.get().qualifiedName() + ", which only pods and nodes reach; "
                    + "--from NAMESPACE/WORKLOAD traces a request from inside.", SILENCE);
            return Optional.empty();
        }
        boolean certain = journey.net().mesh().directory().absence(Kind.NODE) == Certainty.CERTAIN
                && journey.net().mesh().directory().absence(Kind.SERVICE) == Certainty.CERTAIN;
        String others = entries.all().stream().filter(e -> !journey.net().front().behind(e).servers().isEmpty())
                .map(EntryPoint::address).distinct().limit(4).collect(Collectors.joining(", "));
        journey.step(Stage.ENTRY, Optional.empty(), certain ? HopStatus.BROKEN : HopStatus.UNKNOWN,
                "No load balancer, external IP or node has the address " + request.host() + "."
                        + (others.isEmpty() ? "" : " Gateways are reached at " + others + "."), SILENCE, pending());
        return Optional.empty();
    }

    /** A Service that waits for its load balancer explains why an address is missing. */
    private List<Passed> pending() {
        return pending(journey);
    }

    static List<Passed> pending(Journey journey) {
        List<Passed> passed = new ArrayList<>();
        journey.net().mesh().services().stream().filter(s -> s.pending() && s.gateway())
                .forEach(s -> passed.add(Step.exact(s.resource().ref(), "spec.type")));
        return passed;
    }

    private void broken(EntryPoint entry, String message) {
        journey.step(Stage.ENTRY, Optional.of(ref(entry)), HopStatus.BROKEN, message, REFUSED, passed(entry));
    }

    static void pass(Journey journey, EntryPoint entry, String message) {
        journey.step(Stage.ENTRY, Optional.of(ref(entry)), HopStatus.OK, message, REFUSED, passed(entry));
    }

    /** The parts of the Service that an entry point depends on; not its type, which says nothing of a node port. */
    static List<Passed> passed(EntryPoint entry) {
        if (entry.servicePort().isEmpty()) {
            return List.of(Step.deep(ref(entry), ""));
        }
        ObjectRef service = ref(entry);
        List<Passed> passed = new ArrayList<>(List.of(Step.deep(service, entry.servicePort().get().path()),
                Step.deep(service, "spec.selector"), Step.deep(service, "spec.externalTrafficPolicy"), Step.deep(service, "metadata")));
        switch (entry.way()) {
            case LOAD_BALANCER -> passed.add(Step.deep(service, "status"));
            case EXTERNAL_IP -> passed.add(Step.deep(service, "spec.externalIPs"));
            default -> { }
        }
        return passed;
    }

    /** "load balancer address 1.2.3.4, port 80 of Service istio-system/istio-ingressgateway". */
    static String describe(EntryPoint entry) {
        if (entry.servicePort().isEmpty()) {
            return "Port " + entry.port() + " of the node with " + entry.address() + ", which is Pod "
                    + entry.pod().orElseThrow().qualifiedName() + "'s own";
        }
        String place = switch (entry.way()) {
            case LOAD_BALANCER -> "Load balancer address " + entry.address();
            case EXTERNAL_IP -> "External IP " + entry.address();
            default -> "Node port " + entry.port() + " on " + entry.address() + (entry.external() ? "" : " (internal address)");
        };
        return place + " leads to " + port(entry);
    }

    private static String port(EntryPoint entry) {
        return "port " + entry.servicePort().orElseThrow().number() + " of Service " + service(entry).qualifiedName();
    }

    private static Service service(EntryPoint entry) {
        return entry.servicePort().map(ServicePort::service).orElseThrow();
    }

    static ObjectRef ref(EntryPoint entry) {
        return entry.servicePort().map(p -> p.resource().ref()).orElseGet(() -> entry.pod().orElseThrow().resource().ref());
    }

    private String url(EntryPoint entry) {
        return url(request, entry);
    }

    static String url(TraceRequest request, EntryPoint entry) {
        return Addresses.url(request.scheme(), entry.address(), entry.port(), request.http() ? request.target() : "");
    }
}
