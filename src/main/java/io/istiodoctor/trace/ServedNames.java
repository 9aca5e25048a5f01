package io.istiodoctor.trace;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain;

/** Whether a listener is meant for a name: by the names of its chains, or by the domains of its routes. */
final class ServedNames {
    private ServedNames() {}

    /** @param tls whether the client greets with TLS, so that chains are chosen by the name in it */
    static boolean serves(EnvoyListener listener, String name, boolean tls) {
        return listener.chains().stream().filter(c -> c.tls().isPresent() == tls || c.content() instanceof FilterChain.Content.Tcp)
                .anyMatch(c -> serves(c, name, tls));
    }

    private static boolean serves(FilterChain chain, String name, boolean tls) {
        boolean named = chain.match().sni().isEmpty() || !tls || chain.match().sni().stream().anyMatch(s -> HostPattern.covers(s, name));
        return named && (!(chain.content() instanceof Http http) || http.routes().hosts().stream().flatMap(h -> h.domains().stream())
                .anyMatch(d -> HostPattern.covers(d, name)));
    }
}
