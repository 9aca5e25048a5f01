package io.istiodoctor.trace;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.match.TextMatch;
import io.istiodoctor.mesh.route.Destination;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.route.VirtualServiceHost;
import io.istiodoctor.mesh.route.VirtualServiceRule;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Step.Passed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Hosts of VirtualServices that are meant for clients outside, and to which none of the URLs leads that the gateways serve. */
final class UnservedHosts {
    private final Network net;
    private final UrlRows rows;
    private final BiPredicate<ObjectRef, String> inScope;
    private final Map<String, Gateway> gateways = new HashMap<>();

    /** @param inScope whether rows are wanted of an object and a destination */
    UnservedHosts(Network net, UrlRows rows, BiPredicate<ObjectRef, String> inScope) {
        this.net = net;
        this.rows = rows;
        this.inScope = inScope;
        net.mesh().gateways().forEach(g -> gateways.put(g.qualifiedName(), g));
    }

    /** Adds a row for each of them. */
    void add() {
        net.mesh().virtualServices().stream().filter(UnservedHosts::exposed).forEach(v -> v.hosts().stream()
                .filter(h -> !rows.shows(v.resource().ref(), h.host())).forEach(h -> add(v, h)));
    }

    // What also names the mesh is a route for inside as well, so that only a Gateway that is there shows it to be meant for outside.
    private static boolean exposed(VirtualService v) {
        return v.topGateways().stream()
                .anyMatch(r -> r.gateway().map(UnservedHosts::open).orElse(!r.found() && !r.internal() && !v.inMesh()));
    }

    private static boolean open(Gateway gateway) {
        return gateway.services().isEmpty() || gateway.services().stream().anyMatch(s -> s.assumed() || s.exposure().external());
    }

    private void add(VirtualService v, VirtualServiceHost host) {
        if (host.shortName() || host.meshHost()) {
            return;
        }
        Map<String, List<Destination>> byRule = v.destinations().stream().collect(Collectors.groupingBy(d -> ruleOf(d.path())));
        v.rules().forEach(r -> {
            Optional<Destination> to = byRule.getOrDefault(ruleOf(r.path()), List.of()).stream().findFirst();
            if (inScope.test(v.resource().ref(), to.map(Destination::host).orElse(""))) {
                add(r, host, to.map(UnservedHosts::address).orElse(""));
            }
        });
    }

    /** "spec.http[2]" of whatever lies below it. */
    private static String ruleOf(String path) {
        return path.substring(0, path.indexOf(']') + 1);
    }

    private static String address(Destination to) {
        long port = to.servicePort().map(ServicePort::number).orElse(to.port());
        return to.host() + (port == 0 ? "" : ":" + port);
    }

    private void add(VirtualServiceRule rule, VirtualServiceHost host, String to) {
        VirtualService v = rule.virtualService();
        ObjectRef ref = v.resource().ref();
        Optional<GatewayServer> server = server(rule, host);
        Optional<ObjectRef> gateway = server.map(s -> s.resource().ref());
        boolean tls = server.map(GatewayServer::tls).orElse(false);
        long port = server.filter(s -> s.reachable() || s.speech() == Speech.TCP).map(GatewayServer::port).orElse(tls ? 443L : 80L);
        Optional<EntryPoint> entry = entry(server, port);
        String scheme = rule.section().equals("http") ? tls ? "https" : "http" : rule.section();
        if (entry.isPresent() && rule.section().equals("http")) {
            rows.request(entry.get(), scheme, host.host(), matching(rule), to, gateway, Optional.of(ref));
        } else if (entry.isPresent()) {
            rows.connection(entry.get(), scheme.equals("tls"), scheme.equals("tls") ? host.host() : "*", to, gateway, Optional.of(ref));
        } else if (host.host().equals("*") && scheme.startsWith("http")) {
            boolean certain = net.mesh().directory().absence(Kind.SERVICE) == Certainty.CERTAIN;
            List<Passed> passed = Stream.concat(Stream.of(ref), gateway.stream()).map(o -> Step.deep(o, "")).toList();
            rows.nowhere(scheme, matching(rule).path().example(), to, ref, certain ? Outcome.refused() : Outcome.unknown(),
                    new Step(Stage.ENTRY, Optional.empty(),
                            certain ? HopStatus.BROKEN : HopStatus.UNKNOWN,
                            "No Service in front of the gateway's pods is part of what was read.", passed));
        } else if (!host.host().equals("*") && !scheme.equals("tcp")) {
            String name = HostPattern.isWildcard(host.host()) ? "www" + host.host().substring(1) : host.host();
            rows.unserved(Addresses.url(scheme, name, scheme.equals("tls") ? 443 : port,
                    scheme.equals("tls") ? "" : matching(rule).path().example()), to, ref);
        }
    }

    /**
     * The server that is most likely meant: one that looks at such rules, then one that takes the host, else any; plain HTTP before TLS; of the Gateway
     * that a wrong name comes nearest to.
     */
    private Optional<GatewayServer> server(VirtualServiceRule rule, VirtualServiceHost host) {
        VirtualService v = rule.virtualService();
        return v.topGateways().stream().flatMap(r -> r.gateway().or(() -> r.nearest().map(gateways::get)).stream())
                .flatMap(g -> g.servers().stream()).filter(s -> !s.httpsRedirect())
                .min(Comparator.comparing((GatewayServer s) -> !s.speech().section().equals(rule.section()))
                        .thenComparing(s -> !s.accepts(host.host(), v.resource().ref().namespace()))
                        .thenComparing(GatewayServer::tls));
    }

    private Optional<EntryPoint> entry(Optional<GatewayServer> server, long port) {
        List<Service> services = server.map(GatewayServer::services).orElse(List.of());
        return Stream.concat(net.entries().all().stream(), net.entries().expected().stream()).filter(EntryPoint::gateway)
                .filter(e -> e.servicePort().filter(p -> p.number() == port && (services.isEmpty() || services.contains(p.service())))
                        .isPresent())
                .min(Comparator.comparing(e -> !e.external()));
    }

    private static RouteMatching matching(VirtualServiceRule rule) {
        return rule.matches().stream().findFirst().filter(m -> m.pathText().startsWith("/") && !m.pathType().equals("regex"))
                .map(m -> new RouteMatching(new TextMatch(TextMatch.Manner.PREFIX, m.pathText(), false), List.of()))
                .orElse(RouteMatching.ALWAYS);
    }
}
