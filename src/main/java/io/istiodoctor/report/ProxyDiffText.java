package io.istiodoctor.report;

import io.istiodoctor.proxy.dump.Divergence;
import io.istiodoctor.proxy.dump.ProxyDiff;
import io.istiodoctor.report.Page.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** In what a proxy differs from what istiod would tell it, for people: one block a port, host or cluster. */
public final class ProxyDiffText {
    private ProxyDiffText() {}

    /** The whole page with its last line break. */
    public static String render(ProxyDiff diff, Screen screen) {
        Page page = new Page(screen);
        page.line(new Span(Role.STRONG, diff.proxy().view().configuration().name())).blank();
        diff.proxy().refused().forEach(r -> page.prose(2, 4, new Span(Role.ERROR, screen.pick("✖ ", "x ") + "refused"),
                new Span(Role.PLAIN, "what istiod pushed for " + Hostile.line(r.resource()) + ", and goes on with what it had: "
                        + Hostile.line(r.details()))));
        if (diff.same()) {
            page.prose(2, 2, new Span(Role.GOOD, screen.pick("✔ ", "+ ") + "It has what istiod would tell it."));
        }
        Map<String, List<Divergence>> byPlace = diff.divergences().stream()
                .collect(Collectors.groupingBy(Divergence::where, LinkedHashMap::new, Collectors.toList()));
        byPlace.forEach((where, those) -> {
            page.line(new Span(Role.STRONG, "  " + Hostile.line(where)));
            those.forEach(d -> divergence(page, d));
            page.blank();
        });
        if (diff.beyond()) {
            page.prose(2, 2, new Span(Role.FAINT, "What it has beyond the objects that were read is not judged."));
        }
        return page.toString();
    }

    private static void divergence(Page page, Divergence d) {
        page.prose(4, 6, new Span(Role.ERROR, page.screen().pick("✖ ", "x ") + words(d)),
                new Span(Role.FAINT, page.screen().pick("· ", "- ") + d.object()));
        if (!d.has().isEmpty()) {
            page.prose(8, 10, new Span(Role.REMOVED, page.screen().pick("− ", "- ") + "has " + Hostile.line(d.has())));
        }
        if (!d.should().isEmpty()) {
            page.prose(8, 10, new Span(Role.GOOD, "+ should have " + Hostile.line(d.should())));
        }
    }

    static String words(Divergence d) {
        return switch (d.kind()) {
            case LISTENER_MISSING -> "It does not listen there.";
            case LISTENER_STALE -> "It listens there, though nothing asks for that any more.";
            case CHAIN_MISSING -> "It has nothing for these connections.";
            case CHAIN_STALE -> "It has something for connections for which nothing asks any more.";
            case TLS -> "It does something else with TLS.";
            case HOST_MISSING -> "It does not know the host.";
            case HOST_STALE -> "It knows a host for which nothing asks any more.";
            case HTTPS_REDIRECT -> "It does something else with plain HTTP.";
            case ROUTE_MISSING -> "It does not have the route.";
            case ROUTE_STALE -> "It has a route for which nothing asks any more.";
            case ROUTE_ORDER -> "It tries the routes in another order.";
            case ACTION -> "It does something else.";
            case CLUSTER_MISSING -> "It does not have the cluster.";
            case CLUSTER_TLS -> "It speaks another way to the endpoints.";
            case ENDPOINT_MISSING -> "It does not send to an endpoint.";
            case ENDPOINT_STALE -> "It sends to an endpoint that is none any more.";
        };
    }
}
