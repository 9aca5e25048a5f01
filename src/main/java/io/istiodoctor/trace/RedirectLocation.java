package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.proxy.config.PathRewrite;
import io.istiodoctor.proxy.config.RouteAction.Redirect;

/** Where a redirect leads (newUri of Envoy): what it does not change stays, but the port of a scheme that changes. */
final class RedirectLocation {
    private RedirectLocation() {}

    static String of(Redirect redirect, RouteMatching match, TraceRequest request) {
        String scheme = redirect.scheme().isEmpty() ? request.scheme() : redirect.scheme();
        String host = redirect.authority().isEmpty() ? request.authority() : redirect.authority();
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

    private static String path(PathRewrite change, RouteMatching match, TraceRequest request) {
        String path = change.apply(request.path(), match);
        int mark = request.target().indexOf('?');
        return path + (mark < 0 || path.contains("?") ? "" : request.target().substring(mark));
    }
}
