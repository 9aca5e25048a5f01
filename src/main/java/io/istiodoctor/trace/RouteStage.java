package io.istiodoctor.trace;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.trace.Outcome.Redirected;
import io.istiodoctor.trace.Outcome.Status;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which route of a gateway takes the request, and what it does with it. */
final class RouteStage {
    private static final Pattern RULE = Pattern.compile("^(spec\\.(?:http|tls|tcp|rules)\\[\\d+]).*");

    private static final Outcome NO_ROUTE = new Status(404, "NR");

    private final Network net;
    private final TraceRequest request;

    RouteStage(Network net, TraceRequest request) {
        this.net = net;
        this.request = request;
    }

    Decision<Sending> atGateway(GatewayRequest at) {
        return switch (at.chain().content()) {
            case Tcp tcp -> connection(at, tcp);
            case Http http -> request(at, http);
        };
    }

    private Sending sending(GatewayRequest at, List<ClusterShare> shares, boolean http, int missing, FieldRef rule,
            Optional<ObjectRef> owner, TraceRequest seen) {
        return new Sending(at.arrival().pod(), net.proxies().gatewayClusters(at.arrival().pod()), shares, http,
                !http && at.sealed(request), missing, Optional.of(rule), owner, seen, Optional.empty());
    }

    private Decision<Sending> connection(GatewayRequest at, Tcp tcp) {
        FieldRef rule = tcp.owner();
        List<Step> steps = new ArrayList<>(at.told());
        steps.add(Step.ok(Stage.ROUTE, Optional.of(rule.object()), "Rule " + ruleWords(rule) + " takes the connection.",
                List.of(Step.shallow(rule.object(), ""), Step.deep(rule.object(), "spec.hosts"), Step.deep(rule.object(), "spec.gateways"),
                        Step.shallow(rule.object(), rulePath(rule)), Step.deep(rule.object(), rule.path()))));
        return new Decision.Onward<>(sending(at, tcp.clusters(), false, 503, rule, Optional.of(rule.object()), request), steps);
    }

    private Decision<Sending> request(GatewayRequest at, Http http) {
        String host = request.routedHost();
        Optional<VirtualHost> found = net.table(http.routes()).find(host).filter(v -> !v.routes().isEmpty() || v.requireTls());
        if (found.isEmpty()) {
            boolean accepted = http.servers().stream().anyMatch(s -> s.hosts().stream().anyMatch(h -> HostPattern.covers(h, host)));
            return accepted ? Decisions.told(at.told(), new UnboundHost(net, at, host).explain(lost(at))) : unserved(at, http, host);
        }
        if (found.get().requireTls() && !seen(at).scheme().equals("https")) {
            String to = "https://" + request.authority() + request.target();
            Step step = Step.ok(Stage.GATEWAY, Optional.of(at.chain().origin().object()), ChainStage.listens(at)
                    + " and answers plain HTTP with a redirect (httpsRedirect) to " + to + ".", GatewayStage.passed(at.chain()));
            return Decision.ended(new Redirected(301, to), step);
        }
        return Decisions.told(at.told(), choose(found.get(), http.routes(), at));
    }

    private SeenRequest seen(GatewayRequest at) {
        return at.seen(request, net.mesh().config().trustedProxies() > 0);
    }

    private Decision<Sending> unserved(GatewayRequest at, Http http, String host) {
        List<Passed> passed = new ArrayList<>();
        http.servers().forEach(
                s -> passed.addAll(List.of(Step.shallow(s.origin().object(), ""), Step.shallow(s.origin().object(), s.origin().path()),
                        Step.deep(s.origin().object(), s.origin().path() + ".hosts"))));
        passed.addAll(UnboundHost.meant(net, at.arrival().pod(), host));
        String hosts = http.servers().stream().flatMap(s -> s.hosts().stream()).distinct().limit(6).collect(Collectors.joining(", "));
        return Decision.ended(NO_ROUTE,
                Step.broken(Stage.GATEWAY, Optional.of(at.chain().origin().object()), "No server on port " + at.arrival().port()
                        + " has the host " + host + "; there are " + hosts + skipped(at) + ".", passed)
                        .because(new Obstacle.HostNotServed(at.arrival().entry(), at.arrival().pod(), at.arrival().listener(), host)));
    }

    private List<LostDelegation> lost(GatewayRequest at) {
        return LostDelegation.of(net, at.arrival().pod(), request.routedHost(), seen(at));
    }

    private String skipped(GatewayRequest at) {
        String port = Long.toString(at.arrival().listener().port());
        return net.proxies().gateway(at.arrival().pod()).leftOut().stream()
                .filter(l -> l.reason() == LeftOut.Reason.PORT_CONFLICT && l.detail().equals(port) && l.by().isPresent()).findFirst()
                .map(l -> "; " + l.at().object() + " is left out, because " + l.by().get().object() + " has its port already").orElse("");
    }

    private Decision<Sending> choose(VirtualHost host, RouteConfiguration table, GatewayRequest at) {
        Optional<HttpRoute> refused = net.table(table).refused();
        if (refused.isPresent()) {
            return refusedTable(refused.get());
        }
        int tried = 0;
        for (HttpRoute route : host.routes()) {
            if (route.match().mismatch(seen(at)).isEmpty()) {
                return take(route, tried, host.routes().subList(tried + 1, host.routes().size()), at);
            }
            tried++;
        }
        return unmatched(host, at);
    }

    // Envoy takes a route table as a whole, or not at all.
    static Decision<Sending> refusedTable(HttpRoute route) {
        ObjectRef owner = route.origin().object();
        String why = route.action() instanceof RouteAction.Nothing(String reason) ? reason
                : "a regular expression of rule " + ruleWords(route.origin()) + " is not valid";
        return Decision.ended(NO_ROUTE,
                Step.broken(Stage.ROUTE, Optional.of(owner), "The proxy refuses all routes of this port: " + why + ".",
                        List.of(Step.deep(owner, rulePath(route.origin())))));
    }

    private Decision<Sending> unmatched(VirtualHost host, GatewayRequest at) {
        ObjectRef object = host.routes().stream().flatMap(r -> r.owner().stream()).findFirst().orElse(at.chain().origin().object());
        String offers = host.routes().stream().map(r -> r.origin().object() + " takes " + r.match().words()).distinct().limit(6)
                .collect(Collectors.joining("; ")).replace("; " + object + " takes ", ", ");
        List<Passed> passed = new ArrayList<>();
        host.routes().forEach(r -> {
            passed.addAll(passed(r, request.routedHost()));
            passed.add(Step.deep(r.origin().object(), rulePath(r.origin()) + ".match"));
        });
        List<UnservedRoutes.Missed> missed = new UnservedRoutes(net).of(at.chain().origin().object(), request.routedHost());
        missed.forEach(m -> passed.addAll(m.passed()));
        List<LostDelegation> lost = lost(at);
        lost.forEach(l -> passed.addAll(l.passed()));
        String why = Stream.concat(missed.stream().map(UnservedRoutes.Missed::why), lost.stream().map(LostDelegation::why)).distinct()
                .limit(3).map(w -> " " + w).collect(Collectors.joining());
        HopStatus status = LostDelegation.status(lost);
        return Decision.ended(status == HopStatus.UNKNOWN ? Outcome.unknown() : NO_ROUTE, new Step(Stage.ROUTE, Optional.of(object), status,
                "No rule takes " + request.path() + (offers.isEmpty() ? "; there is none." : ": " + offers + ".") + why, passed)
                .because(new Obstacle.NoRuleTakes(at.arrival().pod(), host.routes(), request.routedHost())));
    }

    private Decision<Sending> take(HttpRoute route, int tried, List<HttpRoute> later, GatewayRequest at) {
        ObjectRef owner = route.origin().object();
        Set<String> behind = new LinkedHashSet<>();
        later.stream().filter(r -> !rulePath(r.origin()).equals(rulePath(route.origin())) || !r.origin().object().equals(owner))
                .filter(r -> r.match().mismatch(seen(at)).isEmpty()).limit(3)
                .forEach(r -> behind.add(r.origin().object() + ", " + ruleWords(r.origin())));
        String what = "Rule " + ruleWords(route.origin()) + " (" + route.match().words() + ") takes the request"
                + (tried == 0 ? "" : ", after " + tried + (tried == 1 ? " other that does not match" : " others that do not match"))
                + (behind.isEmpty() ? "" : ", before " + String.join(" and ", behind)) + ".";
        Step step = Step.ok(Stage.ROUTE, Optional.of(owner), what + rewriting(route), passed(route, request.routedHost()));
        return new RouteAnswer(seen(at)).answer(route, step).orElseGet(() -> {
            RouteAction.Forward forward = (RouteAction.Forward) route.action();
            TraceRequest seen = rewritten(request, forward, route.match());
            return Decision.onward(sending(at, forward.clusters(), true, forward.missing(), route.origin(), route.owner(), seen), step);
        });
    }

    private String rewriting(HttpRoute route) {
        if (!(route.action() instanceof RouteAction.Forward forward)) {
            return "";
        }
        TraceRequest seen = rewritten(request, forward, route.match());
        String host = seen.routedHost().equals(request.routedHost()) ? "" : " The host becomes " + seen.routedHost() + ".";
        return (seen.path().equals(request.path()) ? "" : " The path becomes " + seen.path() + ".") + host;
    }

    /** The request as a route sends it on. */
    static TraceRequest rewritten(TraceRequest request, RouteAction.Forward forward, RouteMatching match) {
        return request.changed(forward.host(), forward.path().map(p -> p.apply(request.path(), match)).orElse(request.path()));
    }

    static List<Passed> passed(HttpRoute route, String host) {
        ObjectRef rule = route.origin().object();
        List<Passed> passed = new ArrayList<>();
        passed.add(Step.shallow(rule, rulePath(route.origin())));
        if (!rulePath(route.origin()).equals(route.origin().path())) {
            passed.add(Step.deep(rule, route.origin().path()));
        }
        route.owner()
                .ifPresent(o -> passed.addAll(List.of(Step.shallow(o, ""), Step.deep(o, "spec.hosts"), Step.deep(o, "spec.gateways"))));
        return passed;
    }

    /** The rule that a field belongs to: {@code spec.http[1]} of {@code spec.http[1].match[0]}. */
    static String rulePath(FieldRef origin) {
        return RULE.matcher(origin.path()).replaceFirst("$1");
    }

    /** {@code http[1]}; of a rule that is only known by its object, as a dump tells it, the object. */
    static String ruleWords(FieldRef origin) {
        String path = rulePath(origin).replaceFirst("^spec\\.", "");
        return path.isEmpty() ? "of " + origin.object() : path;
    }
}
