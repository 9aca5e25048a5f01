package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.UserError;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Requests that proxies are configured for: for each route one that it takes, and the same path without what else it asks for. */
public final class KnownRequests {
    private final Network net;
    private final int most;
    private final Set<TraceRequest> requests = new LinkedHashSet<>();

    private KnownRequests(Network net, int most) {
        this.net = net;
        this.most = most;
    }

    /** Requests from outside. */
    public static List<TraceRequest> fromOutside(Mesh mesh, Proxies proxies, int most) {
        KnownRequests known = new KnownRequests(new Network(mesh, proxies), most);
        known.net.entries().all().forEach(known::outside);
        return List.copyOf(known.requests);
    }

    /** Requests of every pod for every port of every Service, by each path that a route for it has. */
    public static List<TraceRequest> fromInside(Mesh mesh, Proxies proxies, int most) {
        KnownRequests known = new KnownRequests(new Network(mesh, proxies), most);
        List<Workload> clients = mesh.workloads().stream().filter(w -> !w.gateway() && !w.assumed()).toList();
        for (Service service : mesh.services()) {
            for (Workload client : clients) {
                if (known.full()) {
                    return List.copyOf(known.requests);
                }
                service.ports().stream().filter(p -> p.transport().equals("TCP")).forEach(p -> known.inside(client, p));
            }
        }
        return List.copyOf(known.requests);
    }

    private boolean full() {
        return requests.size() >= most;
    }

    private void add(String url, RouteMatching match, Optional<String> from, Optional<String> address) {
        if (full()) {
            return;
        }
        try {
            requests.add(TraceRequest.parse(url,
                    new TraceRequest.Options(ShellCommand.headers(match), ShellCommand.method(match), Optional.empty(), from, address)));
        } catch (UserError noRequest) {
            // A host that no client can ask for.
        }
    }

    private void outside(EntryPoint entry) {
        Optional<String> socket = entry.socket();
        if (!entry.gateway()) {
            entry.servicePort().ifPresent(
                    p -> add(url(Urls.scheme(p), entry.address(), entry.port(), "/"), RouteMatching.ALWAYS, Optional.empty(), socket));
            return;
        }
        for (RegistryEndpoint endpoint : net.endpoints(entry)) {
            Optional<EnvoyListener> listener = endpoint.workload().filter(Workload::gateway).flatMap(p -> net.listener(p, endpoint.port()));
            if (listener.isPresent()) {
                listener.get().chains().stream().filter(c -> !c.match().meshOnly()).forEach(c -> chain(entry, c, socket));
                return;
            }
        }
    }

    private void chain(EntryPoint entry, FilterChain chain, Optional<String> socket) {
        switch (chain.content()) {
            case Http http -> {
                String scheme = chain.tls().isPresent() ? "https" : "http";
                for (VirtualHost host : http.routes().hosts()) {
                    host.domains().stream().filter(d -> !d.contains("/"))
                            .map(d -> d.equals("*") ? socket.map(s -> "any.invalid").orElse(entry.address())
                                    : HostPattern.isWildcard(d) ? "www" + d.substring(1) : d)
                            .forEach(d -> routes(scheme, d, entry.port(), host.routes(), Optional.empty(), socket));
                }
            }
            case Tcp tcp -> {
                boolean named = chain.tls().isPresent() || !chain.match().sni().isEmpty();
                (chain.match().sni().isEmpty() ? Stream.of("any.invalid") : chain.match().sni().stream())
                        .map(n -> HostPattern.isWildcard(n) ? n.replace("*", "www") : n)
                        .forEach(n -> add(url(named ? "tls" : "tcp", n, entry.port(), ""), RouteMatching.ALWAYS, Optional.empty(), socket));
            }
        }
    }

    private void routes(String scheme, String host, long port, List<HttpRoute> routes, Optional<String> from, Optional<String> socket) {
        List<RouteMatching> matches = new ArrayList<>(routes.stream().map(HttpRoute::match).toList());
        matches.add(RouteMatching.ALWAYS);
        for (RouteMatching match : matches) {
            String url = url(scheme, host, port, match.path().example());
            add(url, match, from, socket);
            add(url, RouteMatching.ALWAYS, from, socket);
            add(url + (url.endsWith("/") ? "" : "/") + "any", RouteMatching.ALWAYS, from, socket);
        }
    }

    private void inside(Workload client, ServicePort port) {
        Optional<String> from = Optional.of(client.namespace() + "/" + client.name());
        String scheme = Urls.scheme(port);
        String host = port.service().host();
        if (!scheme.equals("http") || !client.sidecar()) {
            add(url(scheme, host, port.number(), scheme.equals("tcp") ? "" : "/"), RouteMatching.ALWAYS, from, Optional.empty());
            return;
        }
        List<HttpRoute> routes = net.proxies().outbound(client).listeners().stream().filter(l -> l.port() == port.number())
                .flatMap(l -> l.chains().stream())
                .flatMap(c -> c.content() instanceof Http h ? Stream.of(h) : Stream.empty())
                .flatMap(h -> net.table(h.routes()).find(host).stream())
                .flatMap(v -> v.routes().stream()).distinct().toList();
        routes(scheme, host, port.number(), routes, from, Optional.empty());
    }

    private static String url(String scheme, String host, long port, String path) {
        return Addresses.url(scheme, host, port, path);
    }
}
