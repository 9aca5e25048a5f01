package io.istiodoctor.trace;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.Cluster.Discovery;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.trace.ClusterDns.Answer;
import io.istiodoctor.trace.Outcome.Failed;
import io.istiodoctor.trace.Outcome.Failure;
import io.istiodoctor.trace.Outcome.Status;
import io.istiodoctor.trace.Step.Passed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the proxy beside a client does with a request: listener by address and port, chain, virtual host, route. */
final class OutboundStage {
    private final Network net;
    private final TraceRequest request;
    private final Workload source;

    OutboundStage(Network net, TraceRequest request, Workload source) {
        this.net = net;
        this.request = request;
        this.source = source;
    }

    Decision<Arrived> follow(Answer answer) {
        String address = address(answer);
        Optional<Step> unknown = SecondFamily.unknown(Stage.ROUTE, source, address);
        if (unknown.isPresent()) {
            return Decision.ended(Outcome.unknown(), unknown.get());
        }
        Optional<EnvoyListener> listener = net.proxies().outbound(source).listener(address, request.connectPort());
        if (listener.isEmpty()) {
            return unknown(net.proxies().outbound(source).unknown(), answer, Optional.empty(), false);
        }
        Optional<FilterChain> chain = ChainChoice.choose(listener.get(), Connection.of(request, address, request.connectPort()));
        if (chain.isEmpty()) {
            return Decision.ended(Outcome.reset(),
                    Step.broken(Stage.ROUTE, Optional.of(source.resource().ref()), "The proxy has nothing for such a connection to port "
                            + request.connectPort() + " and closes it.", List.of()));
        }
        return switch (chain.get().content()) {
            case Tcp tcp -> connection(tcp, answer);
            case Http http -> UnreadablePath.<Arrived>refused(net, request, Stage.ROUTE, source).orElseGet(() -> requests(http, answer));
        };
    }

    // A client that has IPv6 only looks for addresses of that family.
    private String address(Answer answer) {
        String address = switch (answer) {
            case Answer.OfService s -> s.address();
            case Answer.OfPod p -> p.address();
            case Answer.Outside o -> o.address();
            case Answer.None n -> ClusterDns.SOMEWHERE;
        };
        return address.equals(ClusterDns.SOMEWHERE) && !source.dualStack() && source.podIP().contains(":") ? "::" : address;
    }

    private Decision<Arrived> connection(Tcp tcp, Answer answer) {
        if (tcp.clusters().size() == 1 && tcp.clusters().getFirst().cluster().special()) {
            return unknown(tcp.clusters().getFirst().cluster(), answer, Optional.of(tcp.owner()), false);
        }
        Optional<Decision<Arrived>> taken = takenByAnother(tcp, answer);
        if (taken.isPresent()) {
            return taken.get();
        }
        FieldRef rule = tcp.owner();
        boolean routed = rule.object().kind().equals("VirtualService");
        Step step = Step.ok(Stage.ROUTE, Optional.of(rule.object()),
                routed ? "Rule " + RouteStage.ruleWords(rule) + " takes the connection."
                        : "The proxy takes the connection for " + tcp.clusters().getFirst().cluster().host() + ", by its address and port.",
                List.of(Step.shallow(rule.object(), ""), Step.deep(rule.object(), rule.path())));
        return Decisions.told(List.of(step),
                send(tcp.clusters(), false, 503, Optional.of(rule), Optional.of(rule.object()), request, answer));
    }

    // Without addresses and names, a ServiceEntry for plain TCP gets every connection to its port, whomever it is meant for.
    private Optional<Decision<Arrived>> takenByAnother(Tcp tcp, Answer answer) {
        ObjectRef entry = tcp.owner().object();
        String host = tcp.clusters().getFirst().cluster().host();
        boolean sentOn = net.proxies().sidecarClusters(source).find(tcp.clusters().getFirst().cluster())
                .filter(c -> c.discovery() != Discovery.ORIGINAL_DESTINATION).isPresent();
        boolean strange = !request.sni().isEmpty()
                && sentOn && entry.kind().equals("ServiceEntry") && tcp.clusters().size() == 1 && request.tls()
                && answer instanceof Answer.Outside
                && !Addresses.literal(request.sni()) && !HostPattern.covers(host, request.sni());
        return !strange ? Optional.empty()
                : Optional.of(Decision.ended(new Failed(Failure.TLS), Step.broken(Stage.ROUTE, Optional.of(entry), entry
                        + " takes every connection to port " + request.connectPort() + ", so that this one ends at " + host
                        + ", which has no certificate for "
                        + request.sni() + ".", List.of(Step.deep(entry, "")))));
    }

    private Decision<Arrived> send(List<ClusterShare> shares, boolean http, int missing, Optional<FieldRef> rule, Optional<ObjectRef> owner,
            TraceRequest seen, Answer answer) {
        return new ClusterStage(net)
                .send(new Sending(source, net.proxies().sidecarClusters(source), shares, http, !http && seen.tls(), missing, rule, owner,
                        seen,
                        Optional.of(answer)));
    }

    private Decision<Arrived> requests(Http http, Answer answer) {
        String host = request.routedHost();
        Optional<VirtualHost> virtualHost = net.table(http.routes()).find(host);
        if (virtualHost.isEmpty()) {
            return Decision.ended(new Status(404, "NR"),
                    Step.broken(Stage.ROUTE, Optional.of(source.resource().ref()), "The proxy knows no host " + host
                            + " on port " + request.connectPort() + "." + others(http) + lost(answer), owners(http))
                            .because(notKnown(answer)));
        }
        List<HttpRoute> routes = virtualHost.get().routes();
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).match().mismatch(SeenRequest.of(request, true)).isEmpty()) {
                return take(routes.get(i), i, answer);
            }
        }
        ObjectRef object = routes.stream().flatMap(r -> r.owner().stream()).findFirst().orElse(source.resource().ref());
        String offers = routes.stream().map(r -> r.match().words()).distinct().limit(6).reduce((a, b) -> a + "; " + b).orElse("nothing");
        return Decision.ended(new Status(404, "NR"),
                Step.broken(Stage.ROUTE, Optional.of(object), "No rule takes " + request.path() + "; the rules for " + host
                        + " take " + offers + ".", routes.stream().flatMap(r -> RouteStage.passed(r, host).stream()).toList())
                        .because(new Obstacle.NoRuleTakes(source, routes, host)));
    }

    private static String others(Http http) {
        List<String> names = http.routes().hosts().stream().flatMap(h -> h.domains().stream()).limit(4).toList();
        return names.isEmpty() || names.contains("*") ? "" : " It knows " + String.join(", ", names) + " there.";
    }

    private static List<Passed> owners(Http http) {
        return http.routes().hosts().stream().flatMap(h -> h.routes().stream()).map(r -> r.origin().object()).distinct().limit(4)
                .map(o -> Step.deep(o, "")).toList();
    }

    private Decision<Arrived> take(HttpRoute route, int tried, Answer answer) {
        if (route.action() instanceof RouteAction.Forward f && f.clusters().size() == 1 && f.clusters().getFirst().cluster().special()
                && route.owner().isEmpty()) {
            return unknown(f.clusters().getFirst().cluster(), answer, Optional.of(route.origin()), true);
        }
        if (route.action() instanceof RouteAction.DirectResponse(int status) && route.owner().isEmpty()) {
            return Decision.ended(new Status(status, ""),
                    Step.broken(Stage.ROUTE, Optional.of(route.origin().object()), "The proxy does not know " + request.routedHost()
                            + " on port " + request.connectPort() + ", and refuses what it does not know (REGISTRY_ONLY)." + lost(answer),
                            missed(answer)).because(notKnown(answer)));
        }
        boolean own = route.owner().isEmpty();
        Step step = Step.ok(Stage.ROUTE, Optional.of(route.origin().object()), own
                ? "No VirtualService of the mesh has the host " + request.routedHost() + "; the request goes to the Service of that name."
                : "Rule " + RouteStage.ruleWords(route.origin()) + " (" + route.match().words() + ") takes the request"
                        + (tried == 0 ? "" : ", after " + tried + (tried == 1 ? " other that does not match" : " others that do not match"))
                        + ".",
                RouteStage.passed(route, request.routedHost()));
        Optional<Decision<Sending>> answered = new RouteAnswer(SeenRequest.of(request, true)).answer(route, step);
        if (answered.isPresent()) {
            return answered.get().then(s -> new ClusterStage(net).send(s));
        }
        RouteAction.Forward forward = (RouteAction.Forward) route.action();
        return Decisions.told(List.of(step), send(forward.clusters(), true, forward.missing(), Optional.of(route.origin()), route.owner(),
                RouteStage.rewritten(request, forward, route.match()), answer));
    }

    /** What the proxy does with what it does not know: hand it on as it is, or close it. */
    private Decision<Arrived> unknown(ClusterName cluster, Answer answer, Optional<FieldRef> origin, boolean http) {
        Optional<ObjectRef> object = origin.map(FieldRef::object).or(() -> Optional.of(source.resource().ref()));
        if (listenedByAddress(answer) && left(answer).isEmpty()) {
            return Decision.ended(Outcome.unknown(), new Step(Stage.ROUTE, object, HopStatus.UNKNOWN, "Proxies know " + request.connectTo()
                    + " on port " + request.connectPort() + " by its address, which is not part of what was read.", List.of()));
        }
        if (cluster.equals(ClusterName.BLACK_HOLE)) {
            return Decision.ended(Outcome.reset(),
                    Step.broken(Stage.ROUTE, object, "The proxy does not know " + request.connectTo() + " on port "
                            + request.connectPort() + ", and refuses what it does not know (REGISTRY_ONLY)." + lost(answer), missed(answer))
                            .because(notKnown(answer)));
        }
        Step passed = Step.ok(Stage.ROUTE, object, "The proxy does not know " + request.connectTo() + " on port " + request.connectPort()
                + " and passes the connection on as it is, without VirtualServices, DestinationRules and mTLS." + lost(answer),
                missed(answer));
        if (!cluster.equals(ClusterName.PASSTHROUGH)) {
            return Decisions.told(List.of(passed),
                    send(List.of(new ClusterShare(cluster, 0, origin.orElseGet(() -> FieldRef.of(source.resource().ref())))), http, 503,
                            origin, Optional.empty(), request, answer));
        }
        Decision<Arrived> way = new PlainClient(net, request, Optional.of(source)).reach(answer);
        return Decisions.told(List.of(passed), seenThroughProxy(way, http));
    }

    // Where no requests are seen, the address alone tells the one from the other; manifests that no cluster has accepted have none.
    private boolean listenedByAddress(Answer answer) {
        return switch (answer) {
            case Answer.OfService(var service, String address, var pod) -> address.equals(ClusterDns.SOMEWHERE)
                    && service.port(request.connectPort()).filter(p -> !p.istioProtocol().http()).isPresent();
            case Answer.OfPod(String address, var pod) -> address.equals(ClusterDns.SOMEWHERE);
            case Answer.Outside o -> false;
            case Answer.None n -> false;
        };
    }

    // The client's own connection is one to its proxy: what fails behind that is cut there, or answered by it.
    private Decision<Arrived> seenThroughProxy(Decision<Arrived> way, boolean http) {
        if (!(way instanceof Decision.Ended<Arrived>(Outcome outcome, var behind, var steps))
                || !(outcome instanceof Outcome.Failed(Outcome.Failure failure))) {
            return way;
        }
        boolean own = failure == Outcome.Failure.TLS && request.tls();
        Outcome seen = own ? outcome : !http ? Outcome.reset() : new Status(503, failure == Outcome.Failure.REFUSED ? "UF" : "UC");
        return new Decision.Ended<>(seen, behind, steps);
    }

    private Obstacle notKnown(Answer answer) {
        return new Obstacle.NotKnown(source, request.routedHost(), request.connectPort(), left(answer).stream().toList());
    }

    // What a name stands for has another one in the registry.
    private Optional<LeftOut> left(Answer answer) {
        String host = answer instanceof Answer.OfService service ? service.service().host() : request.routedHost();
        return net.proxies().outbound(source).leftOut(host, request.connectPort()).stream().findFirst();
    }

    private List<Passed> missed(Answer answer) {
        return left(answer).stream().flatMap(l -> Stream.concat(Stream.of(l.at().object()), l.by().stream().map(FieldRef::object)))
                .map(o -> Step.deep(o, "")).toList();
    }

    private String lost(Answer answer) {
        return left(answer).map(l -> " " + l.at().object() + switch (l.reason()) {
            case NOT_IMPORTED -> " is not imported by the client's " + l.by().map(b -> b.object().toString()).orElse("Sidecar") + ".";
            case NOT_EXPORTED -> " is not exported to " + source.namespace() + ".";
            case HOST_SUPERSEDED ->
                    " has the host too, but " + l.by().map(b -> b.object().toString()).orElse("another") + " counts before it.";
            case LISTENER_CONFLICT ->
                    " has the port too, but " + l.by().map(b -> b.object().toString()).orElse("another") + " gets its connections.";
            case NO_RULE_FOR_POD -> " has no rule that holds here.";
            case HOST_NOT_REGISTERED -> " counts on port 80 only, since nothing in the mesh has its host.";
            default -> " has no effect here.";
        }).orElse("");
    }
}
