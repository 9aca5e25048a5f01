package io.istiodoctor.proxy.route;

import io.istiodoctor.model.Node;
import io.istiodoctor.proxy.config.PathRewrite;
import io.istiodoctor.proxy.config.RouteAction.Redirect;
import io.istiodoctor.proxy.config.RouteAction;
import java.util.List;
import java.util.Optional;

/** What a redirect of a VirtualService becomes (ApplyRedirect of Istio). */
final class RedirectReader {
    private RedirectReader() {}

    static RouteAction read(Node redirect, Sender sender) {
        long code = redirect.get("redirectCode").number().orElse(0L);
        if (!List.of(0L, 301L, 302L, 303L, 307L, 308L).contains(code)) {
            return new RouteAction.Nothing("redirectCode " + code + " is none that Istio knows");
        }
        String prefix = redirect.text("prefixRewrite");
        String uri = redirect.text("uri");
        Optional<PathRewrite> path = !prefix.isEmpty() ? Optional.of(new PathRewrite.Matched(prefix))
                : uri.isEmpty() ? Optional.empty() : Optional.of(new PathRewrite.Whole(uri));
        return new Redirect(code == 0 ? 301 : (int) code, redirect.text("scheme"), redirect.text("authority"), port(redirect, sender),
                path);
    }

    // The usual port of the scheme is never written out.
    private static long port(Node redirect, Sender sender) {
        boolean fromRequest = redirect.text("derivePort").equals("FROM_REQUEST_PORT");
        long port = redirect.get("port").number().orElse(fromRequest ? sender.port() : 0L);
        String scheme = redirect.text("scheme").isEmpty() ? sender.tls() ? "https" : "http" : redirect.text("scheme");
        return port == 80 && scheme.equals("http") || port == 443 && scheme.equals("https") ? 0 : port;
    }
}
