package io.istiodoctor.mesh;

import io.istiodoctor.model.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One http rule of a VirtualService. */
public final class HttpRule implements VirtualServicePart {
    private final VirtualService virtualService;
    private final RouteRule rule;

    private HttpRule(VirtualService virtualService, RouteRule rule) {
        this.virtualService = virtualService;
        this.rule = rule;
    }

    static List<HttpRule> of(VirtualService virtualService) {
        return VirtualServiceRules.http(virtualService.resource()).stream().map(r -> new HttpRule(virtualService, r)).toList();
    }

    @Override
    public String path() {
        return rule.path();
    }

    @Override
    public VirtualService virtualService() {
        return virtualService;
    }

    RouteRule rule() {
        return rule;
    }

    private Node redirect() {
        return rule.node().get("redirect");
    }

    /** Where requests are redirected to, as a URL with what stays the same left out; empty when they are not. */
    public String redirectTo() {
        String scheme = redirect().text("scheme");
        return redirect().isPresent() ? (scheme.isEmpty() ? "" : scheme + "://") + redirect().text("authority") + redirect().text("uri") : "";
    }

    /** Whether only the scheme changes, to HTTPS. */
    public boolean redirectsToHttps() {
        return redirect().text("scheme").equalsIgnoreCase("https") && !redirect().get("uri").isPresent()
                && !redirect().get("authority").isPresent() && !redirect().get("port").isPresent();
    }

    /** A server with HTTPS on which the redirect to HTTPS holds as well, for every kind of request: it leads back to itself. */
    public Optional<GatewayServer> httpsLoop() {
        if (!redirectsToHttps()) {
            return Optional.empty();
        }
        return virtualService.bindings().stream().filter(b -> b.server().speech() == Speech.HTTPS && b.server().port() == 443)
                .filter(b -> rule.any().stream().anyMatch(c -> c.fields().isEmpty() && holdsAt(c, b))).map(Binding::server).findFirst();
    }

    private static boolean holdsAt(Condition condition, Binding binding) {
        boolean gateway = condition.gateways().isEmpty() || condition.gateways().contains(binding.server().gateway().qualifiedName());
        return gateway && (condition.port() == 0 || condition.port() == binding.server().port());
    }

    /** The path to which requests are redirected and which the same rule takes again; empty when there is none. */
    public String pathLoop() {
        String uri = redirect().text("uri");
        boolean sameSite = redirect().isPresent() && !redirect().get("scheme").isPresent() && !redirect().get("authority").isPresent()
                && !redirect().get("port").isPresent();
        if (!sameSite || uri.isEmpty() || rule.any().stream().noneMatch(c -> c.fields().isEmpty() && takes(c, uri))) {
            return "";
        }
        // What an earlier rule takes, under whatever further conditions, need not come back here.
        boolean takenBefore = virtualService.httpRules().stream().takeWhile(r -> r != this)
                .flatMap(r -> r.rule.any().stream()).anyMatch(c -> takes(c, uri));
        return takenBefore ? "" : uri;
    }

    private static boolean takes(Condition condition, String path) {
        int query = path.indexOf('?');
        return condition.uri().holds(Optional.of(query < 0 ? path : path.substring(0, query)));
    }

    /** Whether requests for some of its conditions are answered by the gateway itself. */
    public boolean answers() {
        return redirect().isPresent() || rule.node().get("directResponse").isPresent();
    }

    /** Fields of the rule by name, for what a message shows. */
    Map<String, Node> fields() {
        return rule.node().fields();
    }
}
