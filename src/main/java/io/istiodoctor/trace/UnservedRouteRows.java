package io.istiodoctor.trace;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.match.TextMatch;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.ManagedGateway;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Hosts of HTTPRoutes and GRPCRoutes that are left out at the Gateways that they name, and that no other URL shows. */
final class UnservedRouteRows {
    /** The label that istiod gives to what it makes for a Gateway. */
    private static final Set<String> KINDS = Set.of("HTTPRoute", "GRPCRoute");
    /** Gateways that are not for Istio's gateways to serve. */
    private static final Set<LeftOut.Reason> OF_OTHERS = Set.of(LeftOut.Reason.CLASS_OF_ANOTHER, LeftOut.Reason.CLASS_REMOTE,
            LeftOut.Reason.CLASS_WAYPOINT);

    private final Network net;
    private final UrlRows rows;
    private final BiPredicate<ObjectRef, String> inScope;
    private final Set<ObjectRef> others;
    private final Map<String, List<Resource>> gateways;

    /** @param inScope whether rows are wanted of an object and a destination */
    UnservedRouteRows(Network net, UrlRows rows, BiPredicate<ObjectRef, String> inScope) {
        this.net = net;
        this.rows = rows;
        this.inScope = inScope;
        gateways = net.mesh().directory().all(Kind.KUBERNETES_GATEWAY).stream().collect(Collectors.groupingBy(g -> g.ref().namespace()));
        others = net.proxies().unserved().stream().filter(u -> OF_OTHERS.contains(u.reason())).map(u -> u.resource().ref())
                .collect(Collectors.toSet());
    }

    /** Adds a row for each host and rule of them. */
    void add() {
        net.proxies().unserved().stream()
                .filter(u -> KINDS.contains(u.resource().ref().kind()) && u.certainty() != Certainty.UNKNOWN
                        && u.reason() != LeftOut.Reason.PARENT_KIND)
                .map(Unserved::resource).distinct().forEach(this::add);
    }

    private void add(Resource route) {
        List<Node> parents = route.spec().get("parentRefs").elements().stream()
                .filter(p -> p.get("kind").text().orElse("Gateway").equals("Gateway")).toList();
        if (parents.stream().flatMap(p -> gateway(route, p).stream()).anyMatch(g -> others.contains(g.ref()))) {
            return;
        }
        Optional<Node> parent = parents.stream().filter(p -> gateway(route, p).isPresent()).findFirst()
                .or(() -> parents.stream().findFirst());
        List<String> named = route.spec().get("hostnames").elements().stream().flatMap(h -> h.text().stream()).toList();
        (named.isEmpty() ? List.of("*") : named).stream().filter(h -> !rows.shows(route.ref(), h))
                .forEach(h -> parent.ifPresent(p -> route.spec().get("rules").elements().forEach(r -> add(route, p, h, r))));
    }

    private void add(Resource route, Node parent, String host, Node rule) {
        String to = backend(route, rule);
        if (!inScope.test(route.ref(), to)) {
            return;
        }
        Optional<Resource> gateway = gateway(route, parent);
        Optional<Node> listener = gateway.flatMap(g -> listener(g, parent, host));
        String scheme = listener.filter(l -> l.text("protocol").equals("HTTPS")).isPresent() ? "https" : "http";
        long port = listener.flatMap(l -> l.get("port").number()).orElse(80L);
        Optional<EntryPoint> entry = gateway.flatMap(g -> entry(g.ref(), port));
        RouteMatching match = matching(rule);
        if (entry.isPresent()) {
            rows.request(entry.get(), scheme, host, match, to, gateway.map(Resource::ref), Optional.of(route.ref()));
        } else if (!host.equals("*")) {
            rows.unserved(
                    Addresses.url(scheme, HostPattern.isWildcard(host) ? "www" + host.substring(1) : host, port, match.path().example()),
                    to, route.ref());
        }
    }

    /** The Gateway that a parent names, or most likely means. */
    private Optional<Resource> gateway(Resource route, Node parent) {
        String namespace = parent.get("namespace").text().orElse(route.ref().namespace());
        String name = parent.text("name");
        List<Resource> there = gateways.getOrDefault(namespace, List.of());
        return there.stream().filter(g -> g.ref().name().equals(name)).findFirst()
                .or(() -> Nearest.name(name, there.stream().map(g -> g.ref().name()).toList())
                        .flatMap(n -> there.stream().filter(g -> g.ref().name().equals(n)).findFirst()));
    }

    /** The listener that is named, else one that takes the host; plain HTTP before TLS. */
    private static Optional<Node> listener(Resource gateway, Node parent, String host) {
        return gateway.spec().get("listeners").elements().stream().filter(l -> Set.of("HTTP", "HTTPS").contains(l.text("protocol")))
                .min(Comparator.comparing((Node l) -> !l.text("name").equals(parent.text("sectionName")))
                        .thenComparing(l -> !l.get("port").number().equals(parent.get("port").number()))
                        .thenComparing(l -> !l.text("hostname").isEmpty() && !HostPattern.covers(l.text("hostname"), host))
                        .thenComparing(l -> l.text("protocol")));
    }

    private Optional<EntryPoint> entry(ObjectRef gateway, long port) {
        return Stream.concat(net.entries().all().stream(), net.entries().expected().stream()).filter(EntryPoint::gateway)
                .filter(e -> e.servicePort().filter(p -> p.number() == port && serves(p, gateway)).isPresent())
                .min(Comparator.comparing(e -> !e.external()));
    }

    private static boolean serves(ServicePort port, ObjectRef gateway) {
        return port.service().namespace().equals(gateway.namespace())
                && port.service().workloads().stream().anyMatch(w -> gateway.name().equals(w.labels().get(ManagedGateway.NAME_LABEL)));
    }

    private String backend(Resource route, Node rule) {
        return rule.get("backendRefs").elements().stream().findFirst().map(b -> net.mesh().directory().hostOfService(b.text("name"),
                b.get("namespace").text().orElse(route.ref().namespace())) + b.get("port").number().map(p -> ":" + p).orElse(""))
                .orElse("");
    }

    private static RouteMatching matching(Node rule) {
        return rule.get("matches").elements().stream().findFirst().map(m -> m.get("path"))
                .filter(p -> p.text("value").startsWith("/") && !p.text("type").equals("RegularExpression"))
                .map(p -> new RouteMatching(new TextMatch(TextMatch.Manner.PREFIX, p.text("value"), false), List.of()))
                .orElse(RouteMatching.ALWAYS);
    }
}
