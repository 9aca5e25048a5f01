package io.istiodoctor.trace;

import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.Abort;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.trace.Outcome.Redirected;
import io.istiodoctor.trace.Outcome.Status;
import java.util.List;
import java.util.Optional;

/** What a route answers by itself: an abort, a redirect, a response. */
final class RouteAnswer {
    private final SeenRequest request;

    RouteAnswer(SeenRequest request) {
        this.request = request;
    }

    /** The end of the way, as far as it can be told; empty where the route sends the request on. */
    Optional<Decision<Sending>> answer(HttpRoute route, Step taken) {
        ObjectRef owner = route.origin().object();
        Optional<Doubt> doubt = route.doubt().filter(d -> d.certainty() == Certainty.UNKNOWN);
        if (doubt.isPresent()) {
            return Optional.of(new Decision.Ended<>(Outcome.unknown(), Optional.empty(),
                    List.of(taken, new Step(Stage.ROUTE, Optional.of(owner), HopStatus.UNKNOWN,
                            "What comes of the rule cannot be told: " + doubt.get().reason() + ".", List.of()))));
        }
        if (route.abort().isPresent()) {
            Abort abort = route.abort().get();
            return Optional.of(new Decision.Ended<>(new Status((int) abort.status(), "FI"), Optional.empty(),
                    List.of(taken, Step.broken(Stage.ROUTE,
                            Optional.of(owner), "The rule's fault injection answers every request with " + abort.words() + ".",
                            List.of(Step.deep(owner, RouteStage.rulePath(route.origin()) + ".fault")))
                            .because(new Obstacle.ProxyAnswers(route.origin())))));
        }
        if (route.preflights().filter(p -> p.answers(request)).isPresent()) {
            return Optional.of(new Decision.Ended<>(new Status(200, "", "from the proxy itself"), Optional.empty(),
                    List.of(taken, Step.ok(Stage.ROUTE, Optional.of(owner),
                            "The proxy answers by itself what browsers ask beforehand (corsPolicy).", List.of()))));
        }
        return switch (route.action()) {
            case RouteAction.Redirect redirect -> {
                String to = RedirectLocation.of(redirect, route.match(), request);
                Step step = TraceRequest.namesHost(to)
                        ? Step.ok(Stage.ROUTE, Optional.of(owner), "The rule redirects to " + to + ".", List.of())
                        : Step.broken(Stage.ROUTE, Optional.of(owner),
                                "The rule redirects to " + to + ", which is no URL that a client could follow.",
                                List.of(Step.deep(owner, RouteStage.rulePath(route.origin()) + ".redirect")));
                yield Optional.of(new Decision.Ended<>(new Redirected(redirect.status(), to), Optional.empty(), List.of(taken, step)));
            }
            case RouteAction.DirectResponse(int status) when !owner.kind().equals(Kind.VIRTUAL_SERVICE.kind()) ->
                    // No route of the Gateway API can ask for an answer.
                    Optional.of(new Decision.Ended<>(new Status(status, "", "from the proxy itself"), Optional.empty(),
                            List.of(taken, Step.broken(Stage.ROUTE, Optional.of(owner),
                                    "The rule has no backend with a weight, and the proxy answers with " + status + " by itself.",
                                    List.of())
                                    .because(new Obstacle.NoDestination(Optional.of(route.origin()))))));
            case RouteAction.DirectResponse(int status) -> {
                boolean good = status < 400;
                yield Optional.of(new Decision.Ended<>(new Status(status, "", "from the proxy itself"), Optional.empty(),
                        List.of(taken, new Step(Stage.ROUTE, Optional.of(owner),
                                good ? HopStatus.OK : HopStatus.BROKEN, "The proxy answers with " + status + " by itself (directResponse).",
                                List.of())
                                .because(new Obstacle.ProxyAnswers(route.origin())))));
            }
            case RouteAction.Nothing n -> Optional.of(RouteStage.refusedTable(route));
            case RouteAction.Forward f -> Optional.empty();
        };
    }
}
