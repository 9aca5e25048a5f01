package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.proxy.config.RouteAction.PathChange;
import io.istiodoctor.proxy.config.RouteAction.Redirect;
import io.istiodoctor.proxy.config.RouteMatching;

/** Where a redirect leads (newUri of Envoy): what it does not change stays, but the port of a scheme that changes. */
final class RedirectLocation {
    private RedirectLocation() {}

    static String of(Redirect redirect, RouteMatching match, TraceRequest request) {
        String scheme = redirect.scheme().isEmpty() ? request.scheme() : redirect.scheme();
        String host = redirect.authority().isEmpty() ? request.hostHeader() : redirect.authority();
        if (redirect.port() > 0) {
            host = withoutPort(host) + ":" + redirect.port();
        } else if (!scheme.equals(request.scheme()) && (host.endsWith(":80") && request.scheme().equals("http")
                || host.endsWith(":443") && request.scheme().equals("https"))) {
            host = withoutPort(host);
        }
        return scheme + "://" + host + redirect.path().map(p -> path(p, match, request)).orElse(request.target());
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d+$", "");
    }

    private static String path(PathChange change, RouteMatching match, TraceRequest request) {
        int mark = request.target().indexOf('?');
        String query = mark < 0 || change.value().contains("?") ? "" : request.target().substring(mark);
        if (!change.prefix()) {
            return change.value() + query;
        }
        Manner manner = match.path().manner();
        String rest = manner == Manner.PREFIX || manner == Manner.SEGMENTS ? request.path().substring(Math.min(match.pathValue().length(), request.path().length())) : "";
        String joined = change.value() + rest;
        return (joined.startsWith("/") ? joined : "/" + joined) + query;
    }
}
