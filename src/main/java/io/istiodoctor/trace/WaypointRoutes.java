package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.trace.Outcome.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where a waypoint sends what it takes for a Service: by the routes of the mesh for that Service, else to its pods. */
final class WaypointRoutes {
    private final Network net;
    private final TraceRequest request;
    private final Workload pod;
    private final boolean sealed;
    private final Function<Workload, Decision<Arrived>> without;

    /**
     * At a waypoint's pod.
     *
     * @param sealed whether the client's own TLS is what comes
     * @param without the way of a connection to a port that the waypoint does not know
     */
    WaypointRoutes(Network net, TraceRequest request, Workload pod, boolean sealed, Function<Workload, Decision<Arrived>> without) {
        this.net = net;
        this.request = request;
        this.pod = pod;
        this.sealed = sealed;
        this.without = without;
    }

    /** The way to a port of a Service, whose policies are asked of what the waypoint can read at all. */
    Decision<Arrived> follow(Service service, long port, Decision<Arrived> policies) {
        Optional<EnvoyListener> listener = net.proxies().waypoint(pod, service.host(), port);
        if (listener.isEmpty()) {
            return policies.then(any -> without.apply(pod));
        }
        boolean requests = request.http() && !sealed;
        FilterChain chain = ChainChoice
                .choose(listener.get(), new Connection("", port, sealed, request.sni(), requests ? List.of("http/1.1") : List.of()))
                .orElseThrow();
        return switch (chain.content()) {
            case Tcp tcp -> policies.then(any -> connection(tcp, service));
            case Http http when requests -> UnreadablePath.<Arrived>refused(net, request, Stage.ROUTE, pod)
                    .orElseGet(() -> policies.then(any -> request(http.routes().hosts().getFirst().routes(), service)));
            case Http http -> Decision.ended(Outcome.reset(),
                    Step.broken(Stage.ROUTE, Optional.of(service.resource().ref()), "The waypoint takes port " + port + " of "
                            + service.resource().ref() + " for plain HTTP, and closes connections that speak something else.",
                            List.of(Step.deep(service.resource().ref(), ""))));
        };
    }

    private Decision<Arrived> connection(Tcp tcp, Service service) {
        FieldRef rule = tcp.owner();
        boolean own = rule.object().equals(service.resource().ref());
        Decision<Arrived> way = send(tcp.clusters(), 503, own ? Optional.empty() : Optional.of(rule), request);
        return own ? way
                : Decisions.told(List.of(
                        Step.ok(Stage.ROUTE, Optional.of(rule.object()), "Rule " + RouteStage.ruleWords(rule) + " takes the connection.",
                                List.of(Step.shallow(rule.object(), ""), Step.deep(rule.object(), rule.path())))),
                        way);
    }

    private Decision<Arrived> request(List<HttpRoute> routes, Service service) {
        Optional<HttpRoute> taking = routes.stream().filter(r -> r.match().mismatch(SeenRequest.of(request, true)).isEmpty()).findFirst();
        if (taking.isEmpty()) {
            ObjectRef object = routes.stream().flatMap(r -> r.owner().stream()).findFirst().orElse(service.resource().ref());
            String offers = routes.stream().map(r -> r.match().words()).distinct().limit(6).collect(Collectors.joining("; "));
            return Decision.ended(new Status(404, "NR"),
                    Step.broken(Stage.ROUTE, Optional.of(object), "No rule takes " + request.path() + "; the rules for "
                            + service.resource().ref() + " take " + offers + ".",
                            routes.stream().flatMap(r -> RouteStage.passed(r, service.host()).stream()).toList())
                            .because(new Obstacle.NoRuleTakes(pod, routes, service.host())));
        }
        HttpRoute route = taking.get();
        if (route.owner().isEmpty()) {
            return send(((RouteAction.Forward) route.action()).clusters(), 503, Optional.empty(), request);
        }
        Step step = Step.ok(Stage.ROUTE, Optional.of(route.origin().object()),
                "Rule " + RouteStage.ruleWords(route.origin()) + " (" + route.match().words()
                        + ") takes the request.",
                RouteStage.passed(route, service.host()));
        Optional<Decision<Sending>> answered = new RouteAnswer(SeenRequest.of(request, true)).answer(route, step);
        if (answered.isPresent()) {
            return answered.get().then(s -> new ClusterStage(net).send(s));
        }
        RouteAction.Forward forward = (RouteAction.Forward) route.action();
        return Decisions.told(List.of(step), send(forward.clusters(), forward.missing(), Optional.of(route.origin()),
                RouteStage.rewritten(request, forward, route.match())));
    }

    private Decision<Arrived> send(List<ClusterShare> shares, int missing, Optional<FieldRef> rule, TraceRequest seen) {
        return new ClusterStage(net)
                .send(new Sending(pod, net.proxies().waypointClusters(pod), shares, request.http() && !sealed, sealed, missing, rule,
                        rule.map(FieldRef::object), seen, Optional.empty()));
    }
}
