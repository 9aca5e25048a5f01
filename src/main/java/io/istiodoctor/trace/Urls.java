package io.istiodoctor.trace;

import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction.Forward;
import io.istiodoctor.proxy.config.RouteMatching;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Every URL by which a Service is reached from outside, or is meant to be: entry points, through the configurations of gateways, to clusters; and the
 * hosts of routes to which none of these leads. Each is traced.
 */
public final class Urls {
    private final Network net;
    private final Scope scope;
    private final UrlRows rows;

    private Urls(Network net, UrlRows rows, Scope scope) {
        this.net = net;
        this.rows = rows;
        this.scope = scope;
    }

    /**
     * The URLs of a mesh: names before addresses, external addresses before internal ones, each host's rows together.
     *
     * @param diagnosis what all rules say of the same mesh; asked for where something is not well
     */
    public static List<UrlRow> of(Mesh mesh, Proxies proxies, Supplier<Diagnosis> diagnosis, Scope scope) {
        Network net = new Network(mesh, proxies);
        UrlRows rows = new UrlRows(new Tracer(net, Findings.whereNotWell(diagnosis)));
        Urls urls = new Urls(net, rows, scope);
        Map<String, Integer> rank = new HashMap<>();
        net.entries().all().stream().sorted(Comparator.comparing(e -> !e.external()))
                .forEach(e -> rank.putIfAbsent(e.address(), rank.size()));
        net.entries().expected().forEach(e -> rank.putIfAbsent(e.address(), rank.size()));
        net.entries().all().stream().filter(e -> net.taking(e.address(), e.port()).equals(Optional.of(e))).forEach(urls::add);
        net.entries().expected().forEach(urls::add);
        new UnservedHosts(net, rows, urls::inScope).add();
        new UnservedRouteRows(net, rows, urls::inScope).add();
        return rows.all().stream().sorted(Comparator.comparing((UrlRow r) -> rank.getOrDefault(r.host(), -1)).thenComparing(UrlRow::host))
                .toList();
    }

    private void add(EntryPoint entry) {
        if (!entry.gateway()) {
            entry.servicePort().filter(p -> scope.contains(p.resource().ref())).ifPresent(p -> direct(entry, p));
            return;
        }
        for (RegistryEndpoint endpoint : net.endpoints(entry)) {
            Optional<Workload> pod = endpoint.workload().filter(Workload::gateway);
            Optional<EnvoyListener> listener = pod.flatMap(p -> net.listener(p, endpoint.port()));
            if (listener.isPresent()) {
                // What is for the proxies of other clusters only is no URL.
                listener.get().chains().stream().filter(c -> !c.match().meshOnly()).forEach(c -> add(entry, c));
                return;
            }
        }
    }

    private void add(EntryPoint entry, FilterChain chain) {
        switch (chain.content()) {
            case Http http -> http.routes().hosts().stream().filter(v -> !v.requireTls() || chain.tls().isPresent())
                    .forEach(v -> v.routes().forEach(r -> add(entry, chain, v, r)));
            case Tcp tcp -> tcp.clusters().stream().filter(c -> inScope(tcp.owner().object(), c.cluster().host()))
                    .forEach(c -> connection(entry, chain, tcp, c));
        }
    }

    private boolean inScope(ObjectRef route, String host) {
        return scope.contains(route) || net.proxies().registry().find(host).stream().anyMatch(s -> scope.contains(s.resource().ref()));
    }

    private void add(EntryPoint entry, FilterChain chain, VirtualHost host, HttpRoute route) {
        if (!(route.action() instanceof Forward forward)) {
            return;
        }
        ObjectRef owner = route.owner().orElse(route.origin().object());
        for (ClusterShare share : forward.clusters()) {
            if (inScope(owner, share.cluster().host())) {
                host.domains().stream().filter(d -> !d.contains("/"))
                        .forEach(d -> rows.request(entry, chain.tls().isPresent() || entry.endsTls() ? "https" : "http", d,
                                route.match(), to(share.cluster()), gateway(chain), Optional.of(owner)));
            }
        }
    }

    private void connection(EntryPoint entry, FilterChain chain, Tcp tcp, ClusterShare share) {
        boolean tls = chain.tls().isPresent() || !chain.match().sni().isEmpty() || entry.endsTls();
        List<String> names = chain.match().sni().isEmpty() ? List.of("*") : chain.match().sni();
        names.forEach(
                domain -> rows.connection(entry, tls, domain, to(share.cluster()), gateway(chain), Optional.of(tcp.owner().object())));
    }

    private static String to(ClusterName cluster) {
        return cluster.host() + ":" + cluster.port();
    }

    private static Optional<ObjectRef> gateway(FilterChain chain) {
        return chain.origin().object().kind().equals("Ingress") ? Optional.empty() : Optional.of(chain.origin().object());
    }

    private void direct(EntryPoint entry, ServicePort port) {
        // Without its pods nobody knows whether a Service is a gateway's, behind which other URLs lead on.
        if (port.service().workloads().isEmpty() && net.gaps().hide(Kind.POD, port.service().namespace())) {
            return;
        }
        String scheme = scheme(port);
        String to = port.service().host() + ":" + port.number();
        if (scheme.equals("tcp")) {
            rows.connection(entry, false, "*", to, Optional.empty(), Optional.empty());
        } else {
            rows.request(entry, scheme, "*", RouteMatching.ALWAYS, to, Optional.empty(), Optional.empty());
        }
    }

    private static final Map<Protocol, String> SCHEMES = Map.of(Protocol.HTTP, "http", Protocol.HTTP2, "http",
            Protocol.GRPC, "http", Protocol.GRPC_WEB, "http", Protocol.HTTPS, "https");

    /** How a client would speak to a Service port: what is not declared is taken for HTTP, or for HTTPS on 443. */
    static String scheme(ServicePort port) {
        Protocol protocol = port.istioProtocol();
        return protocol == Protocol.DETECTED ? port.number() == 443 ? "https" : "http" : SCHEMES.getOrDefault(protocol, "tcp");
    }
}
