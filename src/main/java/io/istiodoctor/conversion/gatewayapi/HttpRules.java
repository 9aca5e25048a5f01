package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of HTTPRoutes and GRPCRoutes as those of a VirtualService, one for each match (conversion.go, convertHTTPRoute and convertGRPCRoute). */
final class HttpRules {
    private static final Node EVERYTHING = Node.of(List.of(Map.of("path", Map.of("type", "PathPrefix", "value", "/"))));

    private final Backends backends;
    private final Resource route;
    private final boolean grpc;
    private final boolean enforced;
    private final List<LeftOut> leftOut;

    /**
     * The rules of a route.
     *
     * @param enforced whether references to other namespaces must be granted
     */
    HttpRules(Backends backends, Resource route, Kind kind, boolean enforced, List<LeftOut> leftOut) {
        this.backends = backends;
        this.route = route;
        this.grpc = kind == Kind.GRPC_ROUTE;
        this.enforced = enforced;
        this.leftOut = leftOut;
    }

    /** The rules in the order of the route. */
    List<Part> convert() throws RouteRefused {
        Written spec = Written.spec(route);
        Written rules = spec.get("rules");
        List<Part> made = new ArrayList<>();
        List<Written> all = rules.isPresent() || grpc ? rules.elements() : List.of(new Written(Node.of(Map.of()), spec.at()));
        for (int i = 0; i < all.size(); i++) {
            Written rule = all.get(i);
            Part base = rule(rule, i);
            List<Written> matches = matches(rule);
            if (matches.isEmpty()) {
                made.add(base);
            }
            for (Written match : matches) {
                Part one = grpc ? HttpMatches.ofGrpc(match) : HttpMatches.ofHttp(match);
                made.add(base.with("match", Part.list(List.of(one), match.at())));
            }
        }
        return made;
    }

    private List<Written> matches(Written rule) {
        Written matches = rule.get("matches");
        if (matches.isPresent() || grpc) {
            return matches.elements();
        }
        return List.of(new Written(EVERYTHING.elements().getFirst(), rule.at()));
    }

    private Part rule(Written rule, int position) throws RouteRefused {
        Part made = Part.mapping(rule.at()).with("name", rule.get("name").isPresent() ? Part.of(rule.get("name"))
                : Part.of(route.ref().namespace() + "." + route.ref().name() + "." + position, rule.at()));
        boolean redirects = false;
        Optional<Part> rewrite = Optional.empty();
        List<Part> mirrors = new ArrayList<>();
        Part headers = Part.mapping(rule.get("filters").at());
        for (Written filter : rule.get("filters").elements()) {
            switch (filter.text("type")) {
                case "RequestHeaderModifier" -> headers = HttpFilters.headers(headers, filter.get("requestHeaderModifier"), "request");
                case "ResponseHeaderModifier" -> headers = HttpFilters.headers(headers, filter.get("responseHeaderModifier"), "response");
                case "RequestMirror" -> mirror(filter.get("requestMirror")).ifPresent(mirrors::add);
                case "RequestRedirect" -> {
                    only(filter);
                    made = made.with("redirect", HttpFilters.redirect(filter.get("requestRedirect")));
                    redirects = true;
                }
                case "URLRewrite" -> {
                    only(filter);
                    rewrite = HttpFilters.rewrite(filter.get("urlRewrite"));
                }
                case "CORS" -> {
                    only(filter);
                    made = made.with("corsPolicy", Cors.of(filter.get("cors")));
                }
                default -> throw unsupported(filter);
            }
        }
        made = rewrite.isPresent() ? made.with("rewrite", rewrite.get()) : made;
        made = headers.node().fields().isEmpty() ? made : made.with("headers", headers);
        made = mirrors.isEmpty() ? made : made.with("mirrors", Part.list(mirrors, rule.get("filters").at()));
        made = grpc ? made : Timing.add(made, rule);
        return destinations(made, rule, redirects);
    }

    private void only(Written filter) throws RouteRefused {
        if (grpc) {
            throw unsupported(filter);
        }
    }

    private static RouteRefused unsupported(Written filter) {
        return new RouteRefused(Reason.FILTER_UNSUPPORTED, filter, filter.text("type"));
    }

    private Optional<Part> mirror(Written filter) throws RouteRefused {
        Backends.Result result;
        try {
            result = backends.of(route, grpc ? Kind.GRPC_ROUTE : Kind.HTTP_ROUTE, filter.get("backendRef"), enforced);
        } catch (RouteRefused refused) {
            if (grpc) {
                throw refused;
            }
            leftOut.add(LeftOut.of(refused.reason(), filter.at(), refused.getMessage()).because(refused.leftOut().cause()));
            return Optional.empty();
        }
        if (result.problem().filter(p -> p.certainty() != Certainty.UNKNOWN).isPresent()) {
            LeftOut problem = result.problem().get();
            if (grpc) {
                throw new RouteRefused(problem.reason(), filter.get("backendRef"), problem.detail());
            }
            leftOut.add(problem);
            return Optional.empty();
        }
        if (!result.destination().node().get("host").isPresent()) {
            // Whether anything gets a copy is not known, and changes nothing for the client.
            return Optional.empty();
        }
        Part made = Part.mapping(filter.at()).with("destination", result.destination());
        return Optional.of(HttpFilters.mirrored(filter).map(p -> made.with("percentage", p)).orElse(made));
    }

    private Part destinations(Part target, Written rule, boolean redirects) throws RouteRefused {
        List<Written> weighted = Backends.weighted(rule).toList();
        if (weighted.isEmpty() && !redirects) {
            Written origin = rule.get("backendRefs").isPresent() ? rule.get("backendRefs") : rule;
            leftOut.add(LeftOut.of(Reason.BACKENDS_WEIGHTLESS, rule.at(), "").because(origin.at()));
            return target.with("directResponse", Part.mapping(origin.at()).with("status", Part.of(500, origin.at())));
        }
        List<Part> made = new ArrayList<>();
        for (Written backend : weighted) {
            Backends.Result result = backends.of(route, grpc ? Kind.GRPC_ROUTE : Kind.HTTP_ROUTE, backend, enforced);
            result.problems().forEach(leftOut::add);
            Part one = Part.mapping(backend.at()).with("destination", result.destination());
            one = weighted.size() > 1 ? one.with("weight", Part.of(Backends.weight(backend), backend.get("weight").at())) : one;
            made.add(withFilters(one, backend));
        }
        rule.get("backendRefs").elements().stream().filter(b -> Backends.weight(b) == 0)
                .forEach(b -> leftOut.add(LeftOut.of(Reason.BACKEND_WEIGHTLESS, b.at(), b.text("name")).because(b.get("weight").at())));
        return made.isEmpty() ? target : target.with("route", Part.list(made, rule.get("backendRefs").at()));
    }

    private static Part withFilters(Part destination, Written backend) throws RouteRefused {
        Part headers = Part.mapping(backend.get("filters").at());
        for (Written filter : backend.get("filters").elements()) {
            headers = switch (filter.text("type")) {
                case "RequestHeaderModifier" -> HttpFilters.headers(headers, filter.get("requestHeaderModifier"), "request");
                case "ResponseHeaderModifier" -> HttpFilters.headers(headers, filter.get("responseHeaderModifier"), "response");
                default -> throw unsupported(filter);
            };
        }
        return headers.node().fields().isEmpty() ? destination : destination.with("headers", headers);
    }
}
