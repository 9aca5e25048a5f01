package io.istiodoctor.trace;

import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.config.VirtualHost;
import java.util.Comparator;
import java.util.Optional;

/** Which virtual host Envoy chooses: the exact domain, the longest {@code *suffix}, the longest {@code prefix*}, then {@code *}. */
final class DomainMatch {
    private DomainMatch() {}

    /** @param host the request's authority without its port, in lower case */
    static Optional<VirtualHost> find(RouteConfiguration routes, String host) {
        return routes.hosts().stream().filter(v -> rank(v, host) > 0).max(Comparator.comparingInt(v -> rank(v, host)));
    }

    private static int rank(VirtualHost virtualHost, String host) {
        return virtualHost.domains().stream().mapToInt(d -> rank(d, host)).max().orElse(0);
    }

    // A wildcard stands for at least one character.
    private static int rank(String domain, String host) {
        if (domain.equals(host)) {
            return 1_000_000;
        }
        if (domain.equals("*")) {
            return 1;
        }
        if (domain.startsWith("*") && host.length() >= domain.length() && host.endsWith(domain.substring(1))) {
            return 10_000 + domain.length();
        }
        boolean prefix = domain.endsWith("*") && host.length() >= domain.length() && host.startsWith(domain.substring(0, domain.length() - 1));
        return prefix ? 1_000 + domain.length() : 0;
    }
}
