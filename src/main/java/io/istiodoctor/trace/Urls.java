package io.istiodoctor.trace;

import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.cluster.Clusters;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every URL that leads from outside to a Service: entry points, through the configurations of gateways, to clusters; each of them traced. */
public final class Urls {
    private final Network net;
    private final Tracer tracer;
    private final Scope scope;
    private final Set<UrlRow> rows = new LinkedHashSet<>();

    private Urls(Network net, Tracer tracer, Scope scope) {
        this.net = net;
        this.tracer = tracer;
        this.scope = scope;
    }

    /** The URLs of a mesh: names before addresses, external addresses before internal ones, each host's rows together. */
    public static List<UrlRow> of(Mesh mesh, Proxies proxies, Diagnosis diagnosis, Scope scope) {
        Network net = new Network(mesh, proxies);
        Urls urls = new Urls(net, new Tracer(net, diagnosis), scope);
        net.entries().all().forEach(urls::add);
        Map<String, Integer> rank = new HashMap<>();
        net.entries().all().stream().sorted(Comparator.comparing(e -> !e.external())).forEach(e -> rank.putIfAbsent(e.address(), rank.size()));
        return urls.rows.stream().sorted(Comparator.comparing((UrlRow r) -> rank.getOrDefault(r.host(), -1)).thenComparing(UrlRow::host)).toList();
    }

    private void add(EntryPoint entry) {
        if (!entry.gateway()) {
            entry.servicePort().ifPresent(p -> direct(entry, p));
            return;
        }
        for (RegistryEndpoint endpoint : net.endpoints(entry)) {
            Optional<Workload> pod = endpoint.workload().filter(Workload::gateway);
            Optional<EnvoyListener> listener = pod.flatMap(p -> net.listener(p, endpoint.port()));
            if (listener.isPresent()) {
                listener.get().chains().forEach(c -> add(entry, pod.get(), c));
                return;
            }
        }
    }

    private void add(EntryPoint entry, Workload pod, FilterChain chain) {
        switch (chain.content()) {
            case Http http -> http.routes().hosts().stream().filter(v -> !v.requireTls() || chain.tls().isPresent())
                    .forEach(v -> v.routes().forEach(r -> add(entry, pod, chain, v, r)));
            case Tcp tcp -> tcp.clusters().stream().filter(c -> leads(pod, c.cluster()) && inScope(tcp.owner().object(), c.cluster()))
                    .forEach(c -> connection(entry, chain, tcp, c));
        }
    }

    private boolean leads(Workload pod, ClusterName name) {
        Clusters clusters = net.proxies().gatewayClusters(pod);
        return clusters.find(name).isPresent() || clusters.missing(name).certainty() != Certainty.CERTAIN;
    }

    private boolean inScope(ObjectRef route, ClusterName name) {
        return scope.contains(route) || net.proxies().registry().find(name.host()).stream().anyMatch(s -> scope.contains(s.resource().ref()));
    }

    private void add(EntryPoint entry, Workload pod, FilterChain chain, VirtualHost host, HttpRoute route) {
        if (!(route.action() instanceof Forward forward)) {
            return;
        }
        ObjectRef owner = route.owner().orElse(route.origin().object());
        for (ClusterShare share : forward.clusters()) {
            if (leads(pod, share.cluster()) && inScope(owner, share.cluster())) {
                host.domains().stream().filter(d -> !d.contains("/")).forEach(d -> request(entry, chain, d, route, share.cluster(), owner));
            }
        }
    }

    // A wildcard host is shown by a name that it covers; any other name below would do as well.
    private static String host(EntryPoint entry, String domain) {
        return domain.equals("*") ? entry.address() : HostPattern.isWildcard(domain) ? "www" + domain.substring(1) : domain;
    }

    private static Optional<String> address(EntryPoint entry, String domain, String host) {
        return domain.equals("*") || Addresses.same(host, entry.address()) ? Optional.empty()
                : Optional.of(Addresses.inUrl(entry.address()) + ":" + entry.port());
    }

    private void request(EntryPoint entry, FilterChain chain, String domain, HttpRoute route, ClusterName to, ObjectRef owner) {
        String host = host(entry, domain);
        Optional<String> address = address(entry, domain, host);
        String url = Addresses.url(chain.tls().isPresent() ? "https" : "http", host, entry.port(), route.match().path().example());
        String command = ShellCommand.curl(url, host, entry.port(), address.map(a -> entry.address()), route.match());
        row(entry, url, host, to, gateway(chain), Optional.of(owner), address, command, ShellCommand.headers(route.match()), ShellCommand.method(route.match()));
    }

    private void connection(EntryPoint entry, FilterChain chain, Tcp tcp, ClusterShare share) {
        boolean tls = chain.tls().isPresent() || !chain.match().sni().isEmpty();
        List<String> names = chain.match().sni().isEmpty() ? List.of("*") : chain.match().sni();
        for (String domain : names) {
            String host = host(entry, domain);
            String url = Addresses.url(tls ? "tls" : "tcp", host, entry.port(), "");
            row(entry, url, host, share.cluster(), gateway(chain), Optional.of(tcp.owner().object()), address(entry, domain, host),
                    ShellCommand.connect(entry.address(), entry.port(), tls ? Optional.of(host) : Optional.empty()), List.of(), Optional.empty());
        }
    }

    private static Optional<ObjectRef> gateway(FilterChain chain) {
        return chain.origin().object().kind().equals("Ingress") ? Optional.empty() : Optional.of(chain.origin().object());
    }

    private void row(EntryPoint entry, String url, String host, ClusterName to, Optional<ObjectRef> gateway, Optional<ObjectRef> route,
            Optional<String> address, String command, List<String> headers, Optional<String> method) {
        Optional<String> socket = Addresses.literal(entry.address()) ? Optional.of(Addresses.inUrl(entry.address()) + ":" + entry.port()) : Optional.empty();
        Trace trace = tracer.trace(TraceRequest.parse(url, new TraceRequest.Options(headers, method, Optional.empty(), Optional.empty(), socket)));
        String why = trace.hops().stream().filter(h -> trace.at().isPresent() && h.stage() == trace.at().get() && h.status() != HopStatus.OK)
                .findFirst().map(Hop::message).orElse("");
        rows.add(new UrlRow(url, host, to.host() + ":" + to.port(), entry.via(), gateway, route, address, method, headers, command,
                trace.verdict(), trace.at(), why));
    }

    private void direct(EntryPoint entry, ServicePort port) {
        if (!scope.contains(port.resource().ref())) {
            return;
        }
        String scheme = scheme(port);
        String url = Addresses.url(scheme, entry.address(), entry.port(), scheme.startsWith("http") ? "/" : "");
        String command = scheme.equals("tcp") ? ShellCommand.connect(entry.address(), entry.port(), Optional.empty())
                : ShellCommand.curl(url, entry.address(), entry.port(), Optional.empty(), RouteMatching.ALWAYS);
        row(entry, url, entry.address(), ClusterName.outbound(port.number(), "", port.service().host()), Optional.empty(), Optional.empty(),
                Optional.empty(), command, List.of(), Optional.empty());
    }

    private static final Map<Protocol, String> SCHEMES = Map.of(Protocol.HTTP, "http", Protocol.HTTP2, "http",
            Protocol.GRPC, "http", Protocol.GRPC_WEB, "http", Protocol.HTTPS, "https");

    /** How a client would speak to a Service port: what is not declared is taken for HTTP, or for HTTPS on 443. */
    static String scheme(ServicePort port) {
        Protocol protocol = port.istioProtocol();
        return protocol == Protocol.DETECTED ? port.number() == 443 ? "https" : "http" : SCHEMES.getOrDefault(protocol, "tcp");
    }
}
