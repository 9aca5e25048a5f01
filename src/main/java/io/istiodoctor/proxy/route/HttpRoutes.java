package io.istiodoctor.proxy.route;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.match.MatchReader;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.match.RouteOrder;
import io.istiodoctor.mesh.match.SourceMatch;
import io.istiodoctor.mesh.match.TextMatch;
import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.GrpcStatus;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.RegularExpression;
import io.istiodoctor.proxy.config.Abort;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.PathRewrite;
import io.istiodoctor.proxy.config.Preflights;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.route.HttpRule.HttpMatch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The routes that a VirtualService's http rules become for one proxy and port (BuildHTTPRoutesForVirtualService of Istio). */
public final class HttpRoutes {
    private final Sender sender;
    private final Destinations destinations;

    public HttpRoutes(Directory directory, Sender sender) {
        this.sender = sender;
        this.destinations = new Destinations(directory, sender);
    }

    /** Routes in order; none behind the first that takes everything. */
    public List<HttpRoute> of(EffectiveVirtualService virtualService) {
        return RouteOrder.ending(virtualService.http().stream().flatMap(r -> routes(virtualService, r)), HttpRoute::catchAll);
    }

    private Stream<HttpRoute> routes(EffectiveVirtualService virtualService, HttpRule rule) {
        return rule.matches().isEmpty() ? Stream.of(route(virtualService, rule, RouteMatching.ALWAYS, rule.origin()))
                : rule.matches().stream().filter(m -> holds(virtualService, m)).map(m -> route(virtualService, rule,
                        MatchReader.read(m.node(), virtualService.semantics()), m.origin()));
    }

    // A waypoint does not know the labels of who calls.
    private boolean holds(EffectiveVirtualService virtualService, HttpMatch match) {
        boolean unseen = sender.client().workload().waypoint() && !match.node().get("sourceLabels").fields().isEmpty();
        return !unseen && SourceMatch.ofRequests(match.node(), virtualService.semantics(), match.namespace()).holds(sender.vantage());
    }

    private HttpRoute route(EffectiveVirtualService virtualService, HttpRule rule, RouteMatching matching, FieldRef origin) {
        Node node = rule.node();
        RouteAction action = node.get("redirect").isPresent() ? RedirectReader.read(node.get("redirect"), sender)
                : node.get("directResponse").isPresent() ? new RouteAction.DirectResponse(status(node.get("directResponse")))
                : forward(virtualService, rule, matching);
        return new HttpRoute(matching, action, Optional.of(virtualService.object().source()), origin, abort(node.get("fault").get("abort")),
                preflights(node.get("corsPolicy")), rule.doubt());
    }

    private static Optional<Preflights> preflights(Node policy) {
        List<Node> written = policy.get("allowOrigins").elements();
        Stream<TextMatch> origins = written.isEmpty() ? policy.get("allowOrigin").elements().stream().flatMap(o -> o.text().stream())
                .map(o -> new TextMatch(Manner.EXACT, o, false)) : written.stream().map(o -> TextMatch.of(o, false));
        return policy.isPresent() ? Optional.of(new Preflights(origins.toList(), policy.text("unmatchedPreflights").equals("IGNORE")))
                : Optional.empty();
    }

    private static int status(Node response) {
        return response.get("status").number().orElse(0L).intValue();
    }

    private RouteAction forward(EffectiveVirtualService virtualService, HttpRule rule, RouteMatching matching) {
        boolean literal = virtualService.semantics().literal();
        List<ClusterShare> shares = destinations.of(rule.node().get("route").elements(), rule.namespace(), literal,
                rule.destinations()::get);
        return new RouteAction.Forward(shares, literal ? 500 : 503, authority(rule.node()),
                path(rule.node().get("rewrite"), literal, matching));
    }

    // In the Gateway API's sense, "/" in place of a prefix takes the prefix away.
    private static Optional<PathRewrite> path(Node rewrite, boolean literal, RouteMatching matching) {
        Node regex = rewrite.get("uriRegexRewrite");
        String uri = rewrite.text("uri");
        return regex.isPresent() ? Optional.of(new PathRewrite.Regex(regex.text("match"), regex.text("rewrite")))
                : uri.isEmpty() ? Optional.empty()
                : literal && uri.equals("/") && matching.path().manner() == Manner.SEGMENTS
                        ? Optional.of(new PathRewrite.Regex("^" + RegularExpression.quote(matching.pathValue()) + "(/?)(.*)", "/\\2"))
                : Optional.of(new PathRewrite.Matched(uri));
    }

    private static String authority(Node rule) {
        String rewrite = rule.get("rewrite").text("authority");
        if (!rewrite.isEmpty()) {
            return rewrite;
        }
        String own = authorityOf(rule.get("headers").get("request"));
        List<Node> routes = rule.get("route").elements();
        return own.isEmpty() && routes.size() == 1 ? authorityOf(routes.getFirst().get("headers").get("request")) : own;
    }

    private static String authorityOf(Node request) {
        for (String operation : List.of("set", "add")) {
            for (var header : request.get(operation).fields().entrySet()) {
                if (header.getKey().equalsIgnoreCase("host") || header.getKey().equalsIgnoreCase(":authority")) {
                    return header.getValue().text().orElse("");
                }
            }
        }
        return "";
    }

    // Without a percentage Envoy aborts nothing.
    private static Optional<Abort> abort(Node abort) {
        boolean every = abort.get("percentage").text("value").matches("100(\\.0*)?");
        return !every ? Optional.empty()
                : abort.get("grpcStatus").text().flatMap(GrpcStatus::named).map(Abort::grpc)
                        .or(() -> abort.get("httpStatus").number().map(Abort::http));
    }
}
