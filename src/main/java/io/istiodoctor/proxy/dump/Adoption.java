package io.istiodoctor.proxy.dump;

import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content;
import io.istiodoctor.proxy.config.FilterChain;
import java.util.List;
import java.util.Optional;

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
        Optional<FilterChain> model = expected.stream().filter(l -> l.port() == listener.port()).flatMap(l -> l.chains().stream())
                .filter(c -> names(c.match()).equals(names(chain.match()))).findFirst();
        if (model.isEmpty()) {
            return chain;
        }
        Content content = chain.content() instanceof Http http && model.get().content() instanceof Http known
                ? new Http(http.routes(), known.servers()) : chain.content();
        return new FilterChain(chain.match(), chain.tls(), content, model.get().gateway(), model.get().origin());
    }

    private static List<String> names(ChainMatch match) {
        return match.sni().stream().sorted().toList();
    }
}
