package io.istiodoctor.proxy.dump;

import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content;
import io.istiodoctor.proxy.config.FilterChain;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A dump does not name the server of a Gateway of which a filter chain comes: that of the same port and names is taken for it. */
final class Adoption {
    private final List<EnvoyListener> expected;

    /** @param expected what istiod would tell the proxy */
    Adoption(List<EnvoyListener> expected) {
        this.expected = expected;
    }

    EnvoyListener of(EnvoyListener listener) {
        return new EnvoyListener(listener.bind(), listener.port(), listener.chains().stream().map(c -> of(listener, c)).toList(),
                listener.otherwise());
    }

    private FilterChain of(EnvoyListener listener, FilterChain chain) {
        Optional<FilterChain> model = expected.stream().filter(l -> l.port() == listener.port())
                .sorted(Comparator.comparing(l -> !bind(l).equals(bind(listener)))).flatMap(l -> l.chains().stream())
                .filter(c -> c.match().port() == chain.match().port() && names(c.match()).equals(names(chain.match()))).findFirst();
        if (model.isEmpty()) {
            return chain;
        }
        Content content = chain.content() instanceof Http http && model.get().content() instanceof Http known
                ? new Http(http.routes(), known.servers()) : chain.content();
        return new FilterChain(chain.match(), chain.tls(), content, model.get().gateway(), model.get().origin());
    }

    private static String bind(EnvoyListener listener) {
        return Set.of("0.0.0.0", "::").contains(listener.bind()) ? "" : listener.bind();
    }

    private static List<String> names(ChainMatch match) {
        return match.sni().stream().sorted().toList();
    }
}
