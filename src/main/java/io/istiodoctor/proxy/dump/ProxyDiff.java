package io.istiodoctor.proxy.dump;

import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.dump.Divergence.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * In what a proxy differs from what istiod would tell it of the objects that were read.
 *
 * @param beyond whether the proxy may rightly have more than that, since not all objects were read
 */
public record ProxyDiff(DumpedProxy proxy, List<Divergence> divergences, boolean beyond) {
    private static final Set<Kind> STALE = Set.of(Kind.LISTENER_STALE, Kind.CHAIN_STALE, Kind.HOST_STALE, Kind.ROUTE_STALE,
            Kind.ENDPOINT_STALE);

    public ProxyDiff {
        divergences = List.copyOf(divergences);
    }

    /** Compares. What the proxy has beyond what was read is no difference where not all was read. */
    public static ProxyDiff of(Proxies proxies, DumpedProxy proxy) {
        boolean beyond = !proxies.complete();
        List<Divergence> all = Stream.concat(ProxyComparison.of(proxy.view(), proxies.views(proxy.pod()).getFirst()).stream(),
                proxy.incoming().stream().flatMap(i -> IncomingComparison.of(i, proxies.inbound(proxy.pod())).stream())).toList();
        return new ProxyDiff(proxy, beyond ? all.stream().filter(d -> !STALE.contains(d.kind())).toList() : all, beyond);
    }

    /** Whether the proxy has what it should have, and refused nothing. */
    public boolean same() {
        return divergences.isEmpty() && proxy.refused().isEmpty();
    }
}
