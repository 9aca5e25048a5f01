package io.istiodoctor.proxy.config;

import java.util.List;

/**
 * Routes for some names.
 *
 * @param domains names, or wildcards ({@code *.example.com}, {@code *}); a server's host that keeps its namespace stands here literally
 * @param requireTls whether plain HTTP is redirected to HTTPS before any route is looked at
 * @param routes in the order in which they are tried
 */
public record VirtualHost(List<String> domains, boolean requireTls, List<HttpRoute> routes) {
    public VirtualHost {
        domains = List.copyOf(domains);
        routes = List.copyOf(routes);
    }
}
