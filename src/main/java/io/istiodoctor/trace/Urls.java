package io.istiodoctor.trace;

import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Routes.Candidate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every URL that leads from outside to a Service: entry points, through gateways and routes, to destinations. */
public final class Urls {
    private final Network net;
    private final Scope scope;
    private final Set<UrlRow> rows = new LinkedHashSet<>();
    private final Map<List<Server>, Map<String, List<Candidate>>> known = new HashMap<>();

    private Urls(Network net, Scope scope) {
        this.net = net;
        this.scope = scope;
    }

    /** The URLs of a mesh: names before addresses, external addresses before internal ones, each host's rows together. */
    public static List<UrlRow> of(Mesh mesh, Scope scope) {
        return of(new Network(mesh), scope);
    }

    static List<UrlRow> of(Network net, Scope scope) {
        Urls urls = new Urls(net, scope);
        net.entries().all().forEach(urls::add);
        Map<String, Integer> rank = new HashMap<>();
        net.entries().all().stream().sorted(Comparator.comparing(e -> !e.external()))
                .forEach(e -> rank.putIfAbsent(e.address(), rank.size()));
        return urls.rows.stream().sorted(Comparator.comparing((UrlRow r) -> rank.getOrDefault(r.host(), -1))
                .thenComparing(UrlRow::host)).toList();
    }

    private void add(EntryPoint entry) {
        if (!entry.gateway()) {
            entry.servicePort().ifPresent(p -> direct(entry, p));
            return;
        }
        List<Server> servers = net.front().behind(entry).servers();
        List<Server> plain = servers.stream().filter(s -> s.speech() == Speech.HTTP && !s.redirect()).toList();
        add(entry, plain);
        servers.stream().filter(s -> s.speech() != Speech.HTTP).forEach(s -> add(entry, List.of(s)));
    }

    private void add(EntryPoint entry, List<Server> servers) {
        if (servers.isEmpty()) {
            return;
        }
        Map<String, List<Candidate>> byDomain = known.computeIfAbsent(servers,
                s -> net.routes().byDomain(s, s.getFirst().speech().section()));
        byDomain.forEach((domain, candidates) -> candidates.stream().filter(Urls::reachable)
                .filter(c -> scope.contains(c.set().owner().ref()) || inScope(c)).forEach(c -> add(entry, c, domain)));
    }

    private static boolean reachable(Candidate candidate) {
        Server server = candidate.server().orElseThrow();
        Condition c = candidate.condition();
        return (c.gateways().isEmpty() || c.gateways().contains(server.qualifiedName()))
                && (c.port() == 0 || c.port() == server.port())
                && c.source().filter(s -> s.get("sourceLabels").isPresent()).isEmpty();
    }

    private boolean inScope(Candidate candidate) {
        return net.targets().of(candidate.set(), candidate.rule()).stream().flatMap(t -> t.service().stream())
                .anyMatch(s -> scope.contains(s.resource().ref()));
    }

    private void add(EntryPoint entry, Candidate candidate, String domain) {
        Server server = candidate.server().orElseThrow();
        for (Target target : net.targets().of(candidate.set(), candidate.rule())) {
            if (target.found() || target.absence() != Certainty.CERTAIN) {
                for (String host : hosts(server, candidate, domain)) {
                    row(entry, server, candidate, target, host);
                }
            }
        }
    }

    private static List<String> hosts(Server server, Candidate candidate, String domain) {
        return server.speech() != Speech.PASSTHROUGH || candidate.condition().sniHosts().isEmpty() ? List.of(domain)
                : candidate.condition().sniHosts();
    }

    // A wildcard host is shown by a name that it covers; any other name below would do as well.
    private void row(EntryPoint entry, Server server, Candidate candidate, Target target, String domain) {
        boolean any = domain.equals("*");
        String host = any ? entry.address() : HostPattern.isWildcard(domain) ? "www" + domain.substring(1) : domain;
        Optional<String> address = any || Addresses.same(host, entry.address()) ? Optional.empty()
                : Optional.of(Addresses.inUrl(entry.address()) + ":" + entry.port());
        String scheme = switch (server.speech()) {
            case HTTP -> "http";
            case HTTPS -> "https";
            case PASSTHROUGH, TLS -> "tls";
            case TCP -> "tcp";
        };
        boolean http = scheme.startsWith("http");
        String url = Addresses.url(scheme, host, entry.port(), http ? candidate.condition().uri().example() : "");
        String command = http ? ShellCommand.curl(url, host, entry.port(), address.map(a -> entry.address()), candidate.condition())
                : ShellCommand.connect(entry.address(), entry.port(), scheme.equals("tls") ? Optional.of(host) : Optional.empty());
        rows.add(new UrlRow(url, host, target.address(server.port()), entry.via(), gateway(server), Optional.of(candidate.set().owner().ref()),
                address, command));
    }

    private static Optional<ObjectRef> gateway(Server server) {
        return server.ref().kind().equals("Ingress") ? Optional.empty() : Optional.of(server.ref());
    }

    private void direct(EntryPoint entry, ServicePort port) {
        if (!scope.contains(port.resource().ref())) {
            return;
        }
        String scheme = scheme(port);
        String url = Addresses.url(scheme, entry.address(), entry.port(), scheme.startsWith("http") ? "/" : "");
        String command = scheme.equals("tcp") ? ShellCommand.connect(entry.address(), entry.port(), Optional.empty())
                : ShellCommand.curl(url, entry.address(), entry.port(), Optional.empty(), Condition.ALWAYS);
        rows.add(new UrlRow(url, entry.address(), port.service().host() + ":" + port.number(), entry.via(), Optional.empty(),
                Optional.empty(), Optional.empty(), command));
    }

    private static final Map<Protocol, String> SCHEMES = Map.of(Protocol.HTTP, "http", Protocol.HTTP2, "http",
            Protocol.GRPC, "http", Protocol.GRPC_WEB, "http", Protocol.HTTPS, "https");

    /** How a client would speak to a Service port: what is not declared is taken for HTTP, or for HTTPS on 443. */
    static String scheme(ServicePort port) {
        Protocol protocol = port.istioProtocol();
        return protocol == Protocol.DETECTED ? port.number() == 443 ? "https" : "http" : SCHEMES.getOrDefault(protocol, "tcp");
    }
}
