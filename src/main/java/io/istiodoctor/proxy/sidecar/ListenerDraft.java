package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** A listener that is being put together (outboundListenerEntry of Istio). */
final class ListenerDraft {
    private final String bind;
    private final long port;
    private final List<FilterChain> chains = new ArrayList<>();
    private Protocol protocol;
    private boolean closed;

    ListenerDraft(String bind, long port, Protocol protocol, List<FilterChain> chains) {
        this.bind = bind;
        this.port = port;
        this.protocol = protocol;
        this.chains.addAll(chains);
    }

    /** HTTP, a protocol without requests, or DETECTED where both can come. */
    Protocol protocol() {
        return protocol;
    }

    boolean tcp() {
        return !protocol.http() && protocol != Protocol.DETECTED;
    }

    /** Both kinds come from now on. */
    void mixed() {
        protocol = Protocol.DETECTED;
    }

    /** Nothing more is taken in: the Sidecar says what belongs to the port. */
    void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }

    /** What it does first, for telling who has it. */
    FilterChain first() {
        return chains.getFirst();
    }

    /** Adds a chain; if one with the same match is there already, that one is returned and nothing added (mergeTCPFilterChains). */
    Optional<FilterChain> add(FilterChain chain) {
        Optional<FilterChain> same = chains.stream().filter(c -> same(c.match(), chain.match())).findFirst();
        if (same.isEmpty()) {
            chains.add(chain);
        }
        return same;
    }

    private static boolean same(ChainMatch a, ChainMatch b) {
        return a.transport() == b.transport() && a.protocols().equals(b.protocols())
                && new HashSet<>(a.sni()).equals(new HashSet<>(b.sni()))
                && AddressRanges.same(a.addresses(), b.addresses());
    }

    /** @param fallthrough what is done with connections that no chain takes */
    EnvoyListener finish(FilterChain fallthrough) {
        List<FilterChain> matching = chains.stream().filter(c -> !c.match().equals(ChainMatch.ANY)).toList();
        Optional<FilterChain> all = chains.stream().filter(c -> c.match().equals(ChainMatch.ANY)).reduce((first, last) -> last);
        String address = bind.equals("0.0.0.0") || bind.equals("::") ? "" : bind;
        return matching.isEmpty() && all.isPresent() ? new EnvoyListener(address, port, List.of(all.get()), Optional.empty())
                : new EnvoyListener(address, port, matching, Optional.of(all.orElse(fallthrough)));
    }
}
