package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.EntryPoint.Way;
import io.istiodoctor.trace.Outcome.Failed;
import io.istiodoctor.trace.Outcome.Failure;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which entry point a URL's address and port mean, and which one was meant when they mean none. */
final class EntryStage {
    private static final Outcome SILENCE = new Failed(Failure.TIMEOUT);

    private final Network net;
    private final TraceRequest request;
    private final EntryPoints entries;

    EntryStage(Network net, TraceRequest request) {
        this.net = net;
        this.request = request;
        this.entries = net.entries();
    }

    /** The way through an entry point whose address is not known. */
    static Decision<EntryPoint> through(EntryPoint entry) {
        return pass(entry, describe(entry) + ".");
    }

    /** Where the way goes on: the entry point asked for, or the one that was most likely meant. */
    Decision<EntryPoint> enter() {
        String to = request.connectTo();
        List<EntryPoint> here = entries.at(to);
        if (!here.isEmpty() || entries.node(to).isPresent()) {
            return byAddress(here);
        }
        return Addresses.literal(to) ? unknownAddress() : new NameEntry(net, request).enter();
    }

    private Decision<EntryPoint> byAddress(List<EntryPoint> here) {
        Optional<EntryPoint> exact = net.taking(request.connectTo(), request.connectPort());
        return exact.map(e -> new AnnouncedEntry(net, e).pass(describe(e) + ".")).or(() -> nodePortOnServiceAddress(here))
                .or(() -> servicePortOnNode(here))
                .or(this::localOnly).orElseGet(() -> nothingThere(here));
    }

    private Optional<Decision<EntryPoint>> nodePortOnServiceAddress(List<EntryPoint> here) {
        return here.stream().filter(e -> e.way() != Way.NODE_PORT && e.servicePort().isPresent())
                .filter(e -> e.servicePort().get().nodePort() == request.connectPort()).findFirst().map(e -> {
                    String onNode = entries.all().stream().filter(n -> n.way() == Way.NODE_PORT && n.servicePort().equals(e.servicePort()))
                            .findFirst().map(n -> "; the node port is served on the nodes' own addresses: " + url(n)).orElse("");
                    return broken(e, request.connectPort() + " is the node port of " + port(e) + ", but " + request.connectTo() + " is the "
                            + e.way().label() + "'s address, which serves port " + e.port() + ": " + url(e) + onNode + ".");
                });
    }

    private Optional<Decision<EntryPoint>> servicePortOnNode(List<EntryPoint> here) {
        return here.stream().filter(e -> e.way() == Way.NODE_PORT)
                .filter(e -> e.servicePort().orElseThrow().number() == request.connectPort())
                .max(Comparator.comparing(e -> net.listeners(e).findAny().isPresent()))
                .map(e -> broken(e, request.connectPort() + " is a port of Service " + service(e).qualifiedName() + ", but "
                        + request.connectTo() + " is a node's address, where that port is reached by its node port " + e.port() + ": "
                        + url(e) + "."));
    }

    // With externalTrafficPolicy Local a node without a ready pod drops what comes to its node port.
    private Optional<Decision<EntryPoint>> localOnly() {
        return entries.node(request.connectTo()).flatMap(n -> entries.all().stream()
                .filter(e -> e.way() == Way.NODE_PORT && e.port() == request.connectPort())
                .filter(e -> !EntryPoints.serves(n, service(e))).findFirst())
                .map(e -> Decision.brokenBefore(e, SILENCE, Step.broken(Stage.ENTRY, Optional.of(ref(e)), "No ready pod of Service "
                        + service(e).qualifiedName() + " runs on the node with " + request.connectTo()
                        + ", and externalTrafficPolicy: Local makes it drop the connection; try " + url(e) + ".", passed(e))));
    }

    private Decision<EntryPoint> nothingThere(List<EntryPoint> here) {
        Set<Long> ports = here.stream().filter(e -> !e.gateway() || net.listeners(e).findAny().isPresent())
                .map(EntryPoint::port).collect(Collectors.toCollection(TreeSet::new));
        String serves = ports.isEmpty() ? "" : " It serves " + ports.stream().map(Object::toString).collect(Collectors.joining(", ")) + ".";
        Optional<ObjectRef> object = here.stream().findFirst().map(EntryStage::ref);
        return Decision.ended(Outcome.refused(), Step.broken(Stage.ENTRY, object, "Nothing serves port " + request.connectPort() + " on "
                + request.connectTo() + "." + serves, pending(net))
                .because(new Obstacle.NoEntry(request.connectTo(), request.connectPort())));
    }

    private Decision<EntryPoint> unknownAddress() {
        Optional<Service> inside = net.serviceAt(request.connectTo());
        if (inside.isPresent()) {
            return Decision.ended(SILENCE, Step.broken(Stage.ENTRY, Optional.of(inside.get().resource().ref()), request.connectTo()
                    + " is the cluster address of Service " + inside.get().qualifiedName() + ", which only pods and nodes reach; "
                    + "--from NAMESPACE/WORKLOAD traces a request from inside.", List.of()));
        }
        Optional<Decision<EntryPoint>> likely = atSomeAddress();
        if (likely.isPresent()) {
            return likely.get();
        }
        boolean certain = addressesKnown();
        String others = entries.all().stream().filter(e -> net.listeners(e).findAny().isPresent())
                .map(EntryPoint::address).distinct().limit(4).collect(Collectors.joining(", "));
        return Decision.ended(certain ? SILENCE : Outcome.unknown(),
                new Step(Stage.ENTRY, Optional.empty(), certain ? HopStatus.BROKEN : HopStatus.UNKNOWN,
                        "No load balancer, external IP or node has the address " + request.connectTo() + "."
                                + (others.isEmpty() ? "" : " Gateways are reached at " + others + "."),
                        pending(net)));
    }

    private boolean addressesKnown() {
        return net.mesh().directory().absence(Kind.NODE) == Certainty.CERTAIN
                && net.mesh().directory().absence(Kind.SERVICE) == Certainty.CERTAIN;
    }

    // Whose address it is cannot be known, but the port says where it would lead if it were a node's or a load balancer's.
    private Optional<Decision<EntryPoint>> atSomeAddress() {
        return addressesKnown() ? Optional.empty() : Stream.concat(entries.expected().stream(), entries.all().stream())
                .filter(e -> e.port() == request.connectPort() && e.servicePort().isPresent())
                .max(Comparator.comparing((EntryPoint e) -> net.listeners(e).findAny().isPresent()).thenComparing(EntryPoint::gateway))
                .map(e -> Decision.onward(e,
                        new Step(Stage.ENTRY, Optional.of(ref(e)), HopStatus.UNKNOWN, "Nothing that was read has the address "
                                + request.connectTo() + ". If it is "
                                + (e.way() == Way.NODE_PORT ? "a node's" : "that of Service " + service(e).qualifiedName())
                                + ", " + (e.way() == Way.NODE_PORT ? "node port " + e.port() + " leads to " + port(e)
                                        : "this is its port " + e.port())
                                + ".", passed(e))));
    }

    /** A Service that waits for its load balancer explains why an address is missing. */
    static List<Passed> pending(Network net) {
        return net.mesh().services().stream().filter(s -> s.pending() && s.gateway()).map(s -> Step.exact(s.resource().ref(), "spec.type"))
                .toList();
    }

    private Decision<EntryPoint> broken(EntryPoint entry, String message) {
        return Decision.brokenBefore(entry, Outcome.refused(), Step.broken(Stage.ENTRY, Optional.of(ref(entry)), message, passed(entry)));
    }

    static Decision<EntryPoint> pass(EntryPoint entry, String message) {
        return Decision.onward(entry, Step.ok(Stage.ENTRY, Optional.of(ref(entry)), message, passed(entry)));
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
            default -> {
            }
        }
        return passed;
    }

    /** "load balancer address 1.2.3.4, port 80 of Service istio-system/istio-ingressgateway". */
    static String describe(EntryPoint entry) {
        if (entry.servicePort().isEmpty()) {
            return "Port " + entry.port() + " of the node with " + entry.address() + ", which is Pod "
                    + entry.pod().orElseThrow().qualifiedName() + "'s own";
        }
        if (entry.wanted().isPresent()) {
            return entry.way() == Way.NODE_PORT
                    ? "Node port " + entry.port() + " of any node leads to " + port(entry) + "; no node's address is known"
                    : "Port " + entry.port() + " of Service " + service(entry).qualifiedName()
                            + (entry.endsTls() ? ", whose load balancer ends TLS"
                                    : "")
                            + "; its address is not part of the input";
        }
        String place = switch (entry.way()) {
            case LOAD_BALANCER -> "Load balancer address " + entry.address();
            case EXTERNAL_IP -> "External IP " + entry.address();
            default -> "Node port " + entry.port() + " on " + entry.address() + (entry.external() ? "" : " (internal address)");
        };
        return place + (entry.endsTls() ? " ends TLS and leads to " : " leads to ") + port(entry);
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
