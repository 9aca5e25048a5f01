package io.istiodoctor.proxy.dump;

import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.mesh.match.TextMatch;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.proxy.dump.Divergence.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The routes of a host, those that the proxy has beside those that it should have: by what they ask of a request. */
final class RouteComparison {
    /** What a route asks for; of several that ask for the same, their number. */
    private record Asked(TextMatch path, Set<FieldMatch> fields, int number) {}

    private final String where;
    private final List<Divergence> found;

    RouteComparison(String where, List<Divergence> found) {
        this.where = where;
        this.found = found;
    }

    void compare(List<HttpRoute> has, List<HttpRoute> should) {
        Map<Asked, HttpRoute> there = byMatch(has);
        Map<Asked, HttpRoute> wanted = byMatch(should);
        wanted.forEach((asked, route) -> {
            HttpRoute other = there.get(asked);
            if (other == null) {
                add(Kind.ROUTE_MISSING, route, "", words(route));
            } else if (!same(other, route)) {
                add(Kind.ACTION, route, words(other), words(route));
            }
        });
        there.forEach((asked, route) -> {
            if (!wanted.containsKey(asked)) {
                add(Kind.ROUTE_STALE, route, words(route), "");
            }
        });
        List<Asked> order = there.keySet().stream().filter(wanted::containsKey).toList();
        List<Asked> right = wanted.keySet().stream().filter(there::containsKey).toList();
        for (int i = 0; i < right.size(); i++) {
            if (!order.get(i).equals(right.get(i))) {
                add(Kind.ROUTE_ORDER, wanted.get(right.get(i)), there.get(order.get(i)).match().words(),
                        wanted.get(right.get(i)).match().words());
                return;
            }
        }
    }

    private void add(Kind kind, HttpRoute route, String has, String should) {
        found.add(new Divergence(kind, route.origin(), where, has, should));
    }

    private static Map<Asked, HttpRoute> byMatch(List<HttpRoute> routes) {
        Map<Asked, HttpRoute> byMatch = new LinkedHashMap<>();
        Map<Asked, Integer> seen = new HashMap<>();
        for (HttpRoute route : routes) {
            Asked asked = asked(route.match());
            int number = seen.merge(asked, 1, Integer::sum);
            byMatch.put(new Asked(asked.path, asked.fields, number), route);
        }
        return byMatch;
    }

    // Envoy writes names of headers in lower case, and claims of tokens where no header is.
    private static Asked asked(RouteMatching match) {
        TextMatch path = match.path().manner() == Manner.ANY ? new TextMatch(Manner.PREFIX, "/", false) : match.path();
        return new Asked(path, match.fields().stream().filter(f -> !f.claim())
                .map(f -> f.part() == FieldMatch.Part.HEADER
                        ? new FieldMatch(f.part(), f.name().toLowerCase(Locale.ROOT), f.match(), f.absent()) : f)
                .collect(Collectors.toSet()), 0);
    }

    private static boolean same(HttpRoute has, HttpRoute should) {
        return action(has).equals(action(should)) && has.abort().equals(should.abort());
    }

    private static List<Object> action(HttpRoute route) {
        return switch (route.action()) {
            case RouteAction.Forward f -> List.of(shares(f.clusters()), f.host(), f.path(), f.missing());
            case RouteAction.Redirect r -> List.of(r);
            case RouteAction.DirectResponse d -> List.of(d);
            case RouteAction.Nothing n -> List.of("nothing");
        };
    }

    private static String words(HttpRoute route) {
        String what = switch (route.action()) {
            case RouteAction.Forward f -> "to " + String.join(", ", shares(f.clusters()))
                    + f.path().map(p -> ", path " + p.value()).orElse("") + (f.host().isEmpty() ? "" : ", host " + f.host());
            case RouteAction.Redirect r -> "redirect " + r.status() + (r.authority().isEmpty() ? "" : " to " + r.authority())
                    + r.path().map(p -> " " + p.value()).orElse("");
            case RouteAction.DirectResponse d -> "answer " + d.status();
            case RouteAction.Nothing n -> "nothing";
        };
        List<String> parts = new ArrayList<>(List.of(route.match().words() + " " + what));
        route.abort().ifPresent(a -> parts.add("abort " + a.words()));
        return String.join(", ", parts);
    }

    /** Where things are sent, in words. */
    static List<String> shares(List<ClusterShare> shares) {
        boolean several = shares.size() > 1;
        return shares.stream().map(s -> s.cluster() + (several ? " (" + s.weight() + ")" : "")).toList();
    }
}
