package io.istiodoctor.mend;

import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules for a host of which none takes the request: one of them takes its path as well. */
final class RuleRemedies {
    private static final Pattern RULE = Pattern.compile("spec\\.(http|rules)\\[\\d+]");

    private final Site site;

    RuleRemedies(Site site) {
        this.site = site;
    }

    Stream<Remedy> taken(List<HttpRoute> routes) {
        Map<FieldRef, HttpRoute> rules = new LinkedHashMap<>();
        for (HttpRoute route : routes) {
            rule(route.origin()).ifPresent(r -> rules.merge(r, route, this::nearer));
        }
        List<Remedy> all = new ArrayList<>();
        rules.forEach((rule, route) -> site.resource(rule).ifPresent(o -> all.add(widened(o, rule, route))));
        return all.stream();
    }

    /** The rule of a route, of which each match may be one. */
    private static Optional<FieldRef> rule(FieldRef origin) {
        Matcher matcher = RULE.matcher(origin.path());
        return matcher.lookingAt() ? Optional.of(new FieldRef(origin.object(), matcher.group())) : Optional.empty();
    }

    /** The path of the rule that a field belongs to. */
    static String rulePath(FieldRef field) {
        Matcher matcher = RULE.matcher(field.path());
        return matcher.lookingAt() ? matcher.group() : field.path();
    }

    private HttpRoute nearer(HttpRoute a, HttpRoute b) {
        return distance(b) < distance(a) ? b : a;
    }

    // A path that fits counts for more than whatever else is asked for.
    private int distance(HttpRoute route) {
        return route.match().path().holds(Optional.of(site.request().path())) ? 0 : 1;
    }

    private Remedy widened(Resource object, FieldRef rule, HttpRoute route) {
        String path = site.request().path();
        String title = "Let rule " + rule.path().substring("spec.".length()) + " of " + object.ref() + " take " + path + " as well";
        boolean istio = object.ref().kind().equals("VirtualService");
        Edits edits = Edits.of(object);
        if (istio) {
            edits.append(rule.path() + ".match", Edits.fields("uri", Edits.fields("exact", path)));
        } else {
            Node filters = FieldPath.parse(rule.path() + ".filters").in(object.root());
            boolean prefixed = filters.elements().stream()
                    .anyMatch(f -> f.get("urlRewrite").isPresent() || f.get("requestRedirect").isPresent());
            edits.append(rule.path() + ".matches",
                    Edits.fields("path", Edits.fields("type", prefixed ? "PathPrefix" : "Exact", "value", path)));
        }
        boolean forwards = route.action() instanceof RouteAction.Forward;
        return new Remedy(title, edits.change(), 2 + distance(route) + (forwards ? 0 : 3));
    }
}
