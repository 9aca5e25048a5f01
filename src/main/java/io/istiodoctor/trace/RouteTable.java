package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.mesh.route.RegexUse;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.config.VirtualHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A route table as Envoy uses it: the exact domain, the longest {@code *suffix}, the longest {@code prefix*}, then {@code *}. */
final class RouteTable {
    private record Wildcard(String domain, VirtualHost host) {
        // A wildcard stands for at least one character.
        boolean covers(String name) {
            return domain.equals("*") || name.length() >= domain.length() && (domain.startsWith("*") ? name.endsWith(domain.substring(1))
                    : name.startsWith(domain.substring(0, domain.length() - 1)));
        }

        int rank() {
            return domain.equals("*") ? 0 : (domain.startsWith("*") ? 10_000 : 1_000) + domain.length();
        }
    }

    private final Map<String, VirtualHost> exact = new HashMap<>();
    private final List<Wildcard> wildcards = new ArrayList<>();
    private final Optional<HttpRoute> refused;

    RouteTable(RouteConfiguration table) {
        for (VirtualHost host : table.hosts()) {
            for (String domain : host.domains()) {
                if (domain.startsWith("*") || domain.endsWith("*")) {
                    wildcards.add(new Wildcard(domain, host));
                } else {
                    exact.putIfAbsent(domain, host);
                }
            }
        }
        wildcards.sort(Comparator.comparingInt(Wildcard::rank).reversed());
        refused = table.hosts().stream().flatMap(h -> h.routes().stream()).filter(RouteTable::refuses).findFirst();
    }

    /** @param host the request's authority without its port, in lower case */
    Optional<VirtualHost> find(String host) {
        VirtualHost same = exact.get(host);
        return same != null ? Optional.of(same) : wildcards.stream().filter(w -> w.covers(host)).map(Wildcard::host).findFirst();
    }

    /** A route that Envoy does not take, and for its sake nothing of the table. */
    Optional<HttpRoute> refused() {
        return refused;
    }

    private static boolean refuses(HttpRoute route) {
        boolean path = route.match().path().manner() == Manner.REGEX && !RegexUse.valid(route.match().pathValue());
        return path || route.action() instanceof RouteAction.Nothing
                || route.match().fields().stream().anyMatch(f -> f.match().manner() == Manner.REGEX && !RegexUse.valid(f.match().value()));
    }
}
