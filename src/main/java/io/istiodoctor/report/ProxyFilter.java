package io.istiodoctor.report;

import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.ProxyConfiguration;
import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.config.VirtualHost;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Narrows what is shown of a proxy to a port or a host. */
public record ProxyFilter(Optional<Integer> port, Optional<String> host) {
    /** The same proxy without what is not asked for. */
    public ProxyView apply(ProxyView view) {
        if (port.isEmpty() && host.isEmpty()) {
            return view;
        }
        ProxyConfiguration all = view.configuration();
        List<EnvoyListener> listeners = all.listeners().stream().filter(l -> port.isEmpty() || l.port() == port.get()).map(this::narrow)
                .filter(l -> !l.chains().isEmpty()).toList();
        ProxyConfiguration left = new ProxyConfiguration(all.workload(), listeners, host.isPresent() ? List.of() : all.leftOut());
        var names = left.clusterNames();
        return new ProxyView(view.side(), left, view.clusters().stream().filter(c -> names.contains(c.name())).toList(),
                view.missing().stream().filter(names::contains).toList());
    }

    private EnvoyListener narrow(EnvoyListener listener) {
        return new EnvoyListener(listener.bind(), listener.port(), listener.chains().stream().flatMap(c -> narrow(c).stream()).toList(),
                listener.otherwise());
    }

    private Optional<FilterChain> narrow(FilterChain chain) {
        if (host.isEmpty()) {
            return Optional.of(chain);
        }
        if (!(chain.content() instanceof Http http)) {
            return chain.match().sni().isEmpty() || covered(chain.match().sni()) ? Optional.of(chain) : Optional.empty();
        }
        List<VirtualHost> hosts = http.routes().hosts().stream().filter(v -> covered(v.domains())).toList();
        return hosts.isEmpty() ? Optional.empty() : Optional.of(new FilterChain(chain.match(), chain.tls(),
                new Http(new RouteConfiguration(http.routes().name(), hosts), http.servers()), chain.gateway(), chain.origin()));
    }

    private boolean covered(List<String> names) {
        String wanted = host.orElseThrow().toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(n -> n.equals(wanted) || n.startsWith("*") && wanted.endsWith(n.substring(1)));
    }
}
