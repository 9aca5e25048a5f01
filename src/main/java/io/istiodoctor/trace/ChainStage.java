package io.istiodoctor.trace;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.trace.Outcome.Failed;
import io.istiodoctor.trace.Outcome.Failure;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which chain of a gateway's listener takes the connection: TLS or not, the name in it, its certificate. */
final class ChainStage {
    private final Network net;
    private final TraceRequest request;

    ChainStage(Network net, TraceRequest request) {
        this.net = net;
        this.request = request;
    }

    Decision<GatewayRequest> choose(GatewayArrival arrival) {
        Optional<FilterChain> chain = ChainChoice.choose(arrival.listener(), arrival.connection(request));
        return chain.map(c -> taken(arrival, c)).orElseGet(() -> unnamed(arrival));
    }

    private Decision<GatewayRequest> taken(GatewayArrival arrival, FilterChain chain) {
        GatewayRequest next = new GatewayRequest(arrival, chain, Optional.empty());
        ObjectRef owner = chain.origin().object();
        List<Passed> passed = GatewayStage.passed(chain);
        if (chain.content() instanceof Http && !request.http() && chain.tls().isPresent() == request.tls()) {
            return Decision.ended(Outcome.reset(), Step.broken(Stage.GATEWAY, Optional.of(owner), "Port " + arrival.port() + " of " + owner
                    + " takes HTTP, and closes connections that speak something else.", passed));
        }
        if (chain.tls().isPresent() && !request.tls()) {
            return ended(Outcome.reset(),
                    "Port " + arrival.port() + " of " + owner + " speaks TLS, not plain " + request.scheme()
                            + (inside(arrival) ? ", which is sent." : arrival.entry().endsTls() ? ", which the load balancer sends."
                                    : "; use https://."),
                    owner, passed,
                    new Obstacle.SchemeDiffers(arrival.entry(), chain));
        }
        if (chain.tls().isEmpty() && request.tls() && chain.content() instanceof Http) {
            return ended(new Failed(Failure.TLS), "Port " + arrival.port() + " of " + owner + " speaks plain HTTP, not TLS"
                    + (inside(arrival) ? ", which is sent." : "; use http://."), owner, passed,
                    new Obstacle.SchemeDiffers(arrival.entry(), chain));
        }
        if (chain.tls().isPresent()) {
            return new CredentialStage(net).check(next, listens(next), passed);
        }
        String what = chain.content() instanceof Tcp
                ? request.tls() && !chain.match().sni().isEmpty() ? " and takes the host " + request.sni()
                        : " and takes every connection"
                : takesHost(chain);
        Step step = displaced(arrival, chain)
                .map(d -> new Step(Stage.GATEWAY, Optional.of(owner), HopStatus.SUSPECT, listens(next) + what + ", those too that are for "
                        + request.host() + " of " + d + ", which is left out: without TLS a connection names no host.", and(passed, d)))
                .orElseGet(() -> Step.ok(Stage.GATEWAY, Optional.of(owner), listens(next) + what + ".", passed));
        return Decision.onward(new GatewayRequest(arrival, chain, Optional.of(step)));
    }

    private static boolean inside(GatewayArrival arrival) {
        return arrival.traffic().isPresent();
    }

    // Bytes name no host: they go where the first Gateway of the port says, whoever else was to have them.
    private Optional<ObjectRef> displaced(GatewayArrival arrival, FilterChain chain) {
        if (request.tls() || !(chain.content() instanceof Tcp)) {
            return Optional.empty();
        }
        Set<FieldRef> lost = net.proxies().gateway(arrival.pod()).leftOut().stream().filter(l -> l.reason() == LeftOut.Reason.PORT_CONFLICT)
                .map(LeftOut::at).collect(Collectors.toSet());
        return lost.isEmpty() || named(chain.origin()) ? Optional.empty()
                : lost.stream().filter(this::named).map(FieldRef::object).min(Comparator.naturalOrder());
    }

    private boolean named(FieldRef server) {
        return net.mesh().gateways().stream().filter(g -> g.resource().ref().equals(server.object())).flatMap(g -> g.servers().stream())
                .filter(s -> s.path().equals(server.path())).flatMap(s -> s.hosts().stream())
                .anyMatch(h -> HostPattern.covers(h.substring(h.indexOf('/') + 1), request.host()));
    }

    private static List<Passed> and(List<Passed> passed, ObjectRef other) {
        return Stream.concat(passed.stream(), Stream.of(Step.deep(other, ""))).toList();
    }

    private String takesHost(FilterChain chain) {
        boolean served = names(chain).anyMatch(h -> HostPattern.covers(h, request.authority()));
        return served ? " and takes the host " + request.authority() : "";
    }

    private Decision<GatewayRequest> ended(Outcome outcome, String message, ObjectRef owner, List<Passed> passed, Obstacle met) {
        return Decision.ended(outcome, Step.broken(Stage.GATEWAY, Optional.of(owner), message, passed).because(met));
    }

    private Decision<GatewayRequest> unnamed(GatewayArrival arrival) {
        EnvoyListener listener = arrival.listener();
        List<Passed> passed = new ArrayList<>();
        listener.chains().forEach(c -> {
            passed.addAll(GatewayStage.passed(c));
            passed.add(Step.deep(c.origin().object(), c.origin().path() + ".hosts"));
        });
        passed.addAll(UnboundHost.meant(net, arrival.pod(), request.sni()));
        ObjectRef owner = listener.chains().getFirst().origin().object();
        String hosts = listener.chains().stream().flatMap(ChainStage::names).distinct().limit(6).collect(Collectors.joining(", "));
        boolean named = listener.chains().stream()
                .anyMatch(c -> c.match().sni().stream().anyMatch(n -> HostPattern.covers(n, request.sni())));
        String what = !request.tls()
                ? (arrival.entry().endsTls() ? "The load balancer" : "The client") + " sends plain text, but port " + arrival.port()
                        + " takes TLS only"
                : named ? "Port " + arrival.port() + " takes Istio's mutual TLS only"
                : request.sni().isEmpty() ? "The client names no host in its TLS greeting (an address has none)"
                : "No server on port " + arrival.port() + " has the host " + request.sni();
        return Decision.ended(Outcome.reset(), Step.broken(Stage.GATEWAY, Optional.of(owner), what + "; there are " + hosts + ".", passed)
                .because(new Obstacle.HostNotServed(arrival.entry(), arrival.pod(), listener, request.sni())));
    }

    /** The names that a chain is for. */
    static Stream<String> names(FilterChain chain) {
        return chain.content() instanceof Http http ? http.servers().stream().flatMap(s -> s.hosts().stream())
                : chain.match().sni().isEmpty() ? Stream.of("*") : chain.match().sni().stream();
    }

    /** "Listens on 80 (port 8080 of the pods) for plain HTTP to shop.example.com". */
    static String listens(GatewayRequest at) {
        long port = at.arrival().port();
        long bound = at.arrival().listener().port();
        String speech = at.chain().content() instanceof Http ? at.chain().tls().isPresent() ? "HTTPS" : "plain HTTP"
                : at.chain().tls().isPresent() ? "TLS" : at.chain().match().sni().isEmpty() ? "TCP" : "TLS that the application ends";
        String where = at.arrival().assumed() ? "Listens on port " + bound + " of the pods"
                : "Listens on " + port + (bound == port ? "" : " (port " + bound + " of the pods)");
        return where + " for " + speech + " to "
                + names(at.chain()).distinct().collect(Collectors.joining(", "));
    }
}
