package io.istiodoctor.trace;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which filter chain Envoy chooses (FilterChainManagerImpl of Envoy): by port, address, name, TLS and application protocol, in this order. At each step
 * only the chains with the most specific condition that holds are left; where none of them holds further on, there is no way back.
 */
final class ChainChoice {
    private ChainChoice() {}

    /** The chain for a connection; empty when the listener closes it. */
    static Optional<FilterChain> choose(EnvoyListener listener, Connection connection) {
        List<FilterChain> left = listener.chains();
        left = narrow(left, c -> c.match().port() == connection.port(), c -> c.match().port() == 0);
        left = byAddress(left, connection.address());
        left = byName(left, connection.sni().toLowerCase(Locale.ROOT));
        Transport transport = connection.tls() ? Transport.TLS : Transport.PLAIN;
        left = narrow(left, c -> c.match().transport() == transport, c -> c.match().transport() == Transport.ANY);
        return byProtocol(left, connection.protocols()).stream().findFirst().or(listener::otherwise);
    }

    private static List<FilterChain> narrow(List<FilterChain> chains, Predicate<FilterChain> exact, Predicate<FilterChain> any) {
        List<FilterChain> found = chains.stream().filter(exact).toList();
        return found.isEmpty() ? chains.stream().filter(any).toList() : found;
    }

    private static List<FilterChain> byAddress(List<FilterChain> chains, String address) {
        return mostSpecific(chains, c -> c.match().addresses(), range -> AddressMatch.covers(range, address),
                Comparator.comparingInt(AddressMatch::bits));
    }

    private static List<FilterChain> byName(List<FilterChain> chains, String name) {
        return mostSpecific(chains, c -> c.match().sni(), pattern -> !name.isEmpty() && HostPattern.covers(pattern, name),
                HostPattern.BY_SPECIFICITY);
    }

    private static List<FilterChain> mostSpecific(List<FilterChain> chains, Function<FilterChain, List<String>> conditions,
            Predicate<String> holds,
            Comparator<String> specificity) {
        Optional<String> best = chains.stream().flatMap(c -> conditions.apply(c).stream()).filter(holds).max(specificity);
        return chains.stream()
                .filter(c -> best.map(b -> conditions.apply(c).stream().filter(holds).anyMatch(x -> specificity.compare(x, b) == 0))
                        .orElseGet(() -> conditions.apply(c).isEmpty()))
                .toList();
    }

    private static List<FilterChain> byProtocol(List<FilterChain> chains, List<String> protocols) {
        for (String protocol : protocols) {
            List<FilterChain> found = chains.stream().filter(c -> c.match().protocols().contains(protocol)).toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return chains.stream().filter(c -> c.match().protocols().isEmpty()).toList();
    }

    /** Two chains with one match, for which Envoy refuses the whole listener; empty when there are none. */
    static Optional<FilterChain> repeated(EnvoyListener listener) {
        List<FilterChain> chains = listener.chains();
        for (int i = 0; i < chains.size(); i++) {
            ChainMatch match = chains.get(i).match();
            if (chains.subList(0, i).stream().anyMatch(c -> same(c.match(), match))) {
                return Optional.of(chains.get(i));
            }
        }
        return Optional.empty();
    }

    private static boolean same(ChainMatch a, ChainMatch b) {
        return a.port() == b.port() && a.transport() == b.transport() && shared(a.addresses(), b.addresses()) && shared(a.sni(), b.sni())
                && shared(a.protocols(), b.protocols());
    }

    private static boolean shared(List<String> a, List<String> b) {
        return a.isEmpty() ? b.isEmpty() : a.stream().anyMatch(b::contains);
    }
}
