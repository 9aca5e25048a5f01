package io.istiodoctor.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * A port on which a proxy takes connections.
 *
 * @param bind the address; empty for every address
 * @param chains those with a match
 * @param otherwise what is done with connections that no chain is chosen for; empty when they are closed
 */
public record EnvoyListener(String bind, long port, List<FilterChain> chains, Optional<FilterChain> otherwise) {
    public EnvoyListener {
        chains = List.copyOf(chains);
    }
}
