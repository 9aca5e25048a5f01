package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.proxy.config.PathRewrite;
import io.istiodoctor.proxy.config.RouteAction.Redirect;

/** Where a redirect leads (newUri of Envoy): what it does not change stays, but the port of a scheme that changes. */
final class RedirectLocation {
    private RedirectLocation() {}

    static String of(Redirect redirect, RouteMatching match, SeenRequest seen) {
        TraceRequest request = seen.request();
        String scheme = redirect.scheme().isEmpty() ? seen.scheme() : redirect.scheme();
        String host = redirect.authority().isEmpty() ? asked(redirect, scheme, seen) : redirect.authority();
        String port = redirect.port() > 0 ? ":" + redirect.port() : "";
        return scheme + "://" + host + port + redirect.path().map(p -> path(p, match, request)).orElse(request.target());
    }

    // An authority that the rule gives stays as it is written, with its port even where another is written behind it.
    private static String asked(Redirect redirect, String scheme, SeenRequest seen) {
        String host = seen.authority();
        boolean usual = host.endsWith(":80") && seen.scheme().equals("http") || host.endsWith(":443") && seen.scheme().equals("https");
        return redirect.port() > 0 || usual && !scheme.equals(seen.scheme()) ? withoutPort(host) : host;
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
