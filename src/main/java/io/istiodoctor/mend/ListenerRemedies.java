package io.istiodoctor.mend;

import io.istiodoctor.mend.CertificateRemedies.Choice;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.ServerSpec;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.trace.EntryPoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Servers of Istio's Gateways: that one listens on the port, and takes the host. */
final class ListenerRemedies {
    private final Site site;
    private final EntryPoint entry;
    private final Workload pod;

    ListenerRemedies(Site site, EntryPoint entry, Workload pod) {
        this.site = site;
        this.entry = entry;
        this.pod = pod;
    }

    private long port() {
        return entry.servicePort().map(p -> p.number()).orElse(entry.podPort());
    }

    /** Nothing listens on the port. */
    Stream<Remedy> silent(long bound) {
        Stream<Remedy> unbound = site.gatewaysOf(pod).stream().flatMap(g -> g.servers().stream())
                .filter(s -> s.port() == port() || s.port() == bound)
                .flatMap(s -> new BindingRemedies(site, pod).bound(new FieldRef(s.resource().ref(), s.path())));
        return Stream.of(unbound, selectors(), numbers(), conflicts(), servers()).flatMap(s -> s);
    }

    /** Something listens on the port, but not for the host. */
    Stream<Remedy> unserved(EnvoyListener listener) {
        Stream<Remedy> passed = site.gatewaysOf(pod).stream().flatMap(g -> g.servers().stream())
                .filter(s -> site.tls() && s.port() == port() && s.sectionWanted().equals("tls"))
                .flatMap(s -> new BindingRemedies(site, pod).bound(new FieldRef(s.resource().ref(), s.path())));
        return Stream.of(hosts(listener), passed, selectors(), numbers(), conflicts(), servers()).flatMap(s -> s);
    }

    private Stream<Remedy> hosts(EnvoyListener listener) {
        Set<FieldRef> servers = new LinkedHashSet<>();
        for (FilterChain chain : listener.chains()) {
            if (chain.content() instanceof FilterChain.Content.Http http && chain.tls().isPresent() == site.tls()) {
                http.servers().forEach(s -> servers.add(s.origin()));
            } else if (!(chain.content() instanceof FilterChain.Content.Http) && site.tls()) {
                servers.add(chain.origin());
            }
        }
        return Stream.concat(servers.stream(), unboundServers()).distinct()
                .flatMap(s -> site.gateway(s.object()).stream().flatMap(g -> g.servers().stream())
                        .filter(g -> g.path().equals(s.path())))
                .map(this::withHost);
    }

    // A server to which nothing is bound may have no chain of its own.
    private Stream<FieldRef> unboundServers() {
        return site.gatewaysOf(pod).stream().flatMap(g -> g.servers().stream())
                .filter(s -> s.port() == port() && s.terminatesTls() == site.tls())
                .map(s -> new FieldRef(s.resource().ref(), s.path()));
    }

    private Remedy withHost(GatewayServer server) {
        boolean meant = named(server.gateway());
        CertificateRemedies certificates = new CertificateRemedies(site, pod);
        boolean fits = !server.terminatesTls() || server.credentials().isEmpty()
                || server.credentials().stream().anyMatch(c -> certificates.holds(pod.namespace(), c.name()));
        return new Remedy(
                "Let " + server.resource().ref() + " take the host " + site.host() + " on port " + server.port()
                        + new Choice("", fits).caveat(),
                Edits.of(server.resource()).append(server.path() + ".hosts", site.host()).change(), (meant ? 1 : 2) + (fits ? 0 : 1));
    }

    /** Whether a VirtualService with the host names it. */
    private boolean named(Gateway gateway) {
        return site.virtualServices().stream().map(VirtualService::gateways)
                .anyMatch(r -> r.stream().anyMatch(g -> g.target().equals(gateway.qualifiedName())));
    }

    private Stream<Remedy> selectors() {
        return site.world().mesh().gateways().stream().filter(g -> g.workloads().isEmpty()).map(g -> {
            Map<String, String> selector = g.nearestSelector();
            return new Remedy("Let " + g.resource().ref() + " select the gateway's pods",
                    Edits.of(g.resource()).set("spec.selector", selector).change(), named(g) ? 1 : 2);
        });
    }

    private Stream<Remedy> numbers() {
        return site.gatewaysOf(pod).stream().flatMap(g -> g.servers().stream())
                .filter(s -> s.port() != port() && s.terminatesTls() == site.tls() && !s.reachable())
                .map(s -> new Remedy(
                        "Let the server of " + s.resource().ref() + " listen on " + port()
                                + ", a port of the gateway's Service, instead of " + s.port(),
                        Edits.of(s.resource()).set(s.path() + ".port.number", port()).change(), 2));
    }

    private Stream<Remedy> conflicts() {
        List<Remedy> all = new ArrayList<>();
        site.world().proxies().gateway(pod).leftOut().forEach(l -> site.gateway(l.at().object()).stream().flatMap(g -> g.servers().stream())
                .filter(s -> s.path().equals(l.at().path())).forEach(s -> {
                    switch (l.reason()) {
                        case PORT_CONFLICT -> site.gateway(l.by().orElseThrow().object()).stream().flatMap(g -> g.servers().stream())
                                .filter(o -> o.port() == s.port())
                                .findFirst()
                                .ifPresent(o -> all.add(new Remedy(
                                        "Let the server of " + s.resource().ref() + " speak " + o.protocol() + " on port " + s.port()
                                                + ", as the other one there does",
                                        Edits.of(s.resource()).set(s.path() + ".port.protocol", o.protocolText()).change(), 3)));
                        case PORT_NAME_CONFLICT -> all.add(new Remedy("Give the port of " + s.resource().ref() + " a name of its own",
                                Edits.of(s.resource()).set(s.path() + ".port.name", s.portName() + "-" + site.request().port()).change(),
                                1));
                        default -> {
                        }
                    }
                }));
        return all.stream();
    }

    /** A server more. */
    private Stream<Remedy> servers() {
        List<Gateway> gateways = Stream.concat(site.gatewaysOf(pod).stream(),
                site.world().mesh().gateways().stream().filter(g -> g.workloads().isEmpty() && named(g))).toList();
        List<Optional<Choice>> certificates = site.tls()
                ? new CertificateRemedies(site, pod).choices().stream().limit(2).map(Optional::of).toList() : List.of(Optional.empty());
        Stream<Remedy> made = new CertificateRemedies(site, pod).selfSigned().stream();
        return Stream.of(made, gateways.stream().flatMap(g -> certificates.stream().map(c -> server(g, c))),
                new PassingRemedies(site, port()).servers(gateways.stream())).flatMap(s -> s);
    }

    private Remedy server(Gateway gateway, Optional<Choice> certificate) {
        String protocol = site.tls() ? "HTTPS" : site.http() ? "HTTP" : "TCP";
        String name = protocol.toLowerCase(Locale.ROOT) + "-" + port();
        Set<String> taken = new LinkedHashSet<>(gateway.servers().stream().map(GatewayServer::portName).toList());
        String free = taken.contains(name) ? name + "-" + gateway.servers().size() : name;
        Map<String, Object> server = Edits.fields("port", Edits.fields("number", port(), "name", free, "protocol", protocol),
                "hosts", List.of(site.http() ? site.host() : "*"));
        certificate.ifPresent(c -> server.put("tls", Edits.fields("mode", "SIMPLE", "credentialName", c.name())));
        return new Remedy(
                "Let " + gateway.resource().ref() + " listen on port " + port() + " for " + protocol + " to " + site.host()
                        + certificate.map(Choice::caveat).orElse(""),
                Edits.of(gateway.resource()).append("spec.servers", server).change(),
                (named(gateway) ? 3 : 4) + certificate.map(Choice::cost).orElse(0));
    }

    /** Servers that pass TLS on to what speaks plain text end it themselves. */
    static Stream<Remedy> ended(Site site, Workload pod) {
        CertificateRemedies certificates = new CertificateRemedies(site, pod);
        return site.gatewaysOf(pod).stream().flatMap(g -> g.servers().stream())
                .filter(s -> s.sectionWanted().equals("tls") && s.hostNames().stream()
                        .anyMatch(h -> HostPattern.covers(h, site.host())))
                .flatMap(s -> Stream.concat(certificates.selfSigned().stream(), certificates.choices().stream().limit(2)
                        .map(c -> new Remedy(
                                "Let " + s.resource().ref() + " end TLS on port " + s.port()
                                        + ", since the application behind it speaks none" + c.caveat(),
                                Edits.of(s.resource()).set(s.path() + ".port.protocol", "HTTPS")
                                        .set(s.path() + ".tls", Edits.fields("mode", "SIMPLE", "credentialName", c.name()))
                                        .change(),
                                3 + c.cost()))));
    }

    /** A host stands on two servers. */
    Stream<Remedy> twice() {
        List<Remedy> all = new ArrayList<>();
        for (Gateway gateway : site.gatewaysOf(pod)) {
            for (GatewayServer server : gateway.servers()) {
                for (int i = 0; i < server.hosts().size() && server.hosts().size() > 1; i++) {
                    String host = server.hosts().get(i);
                    boolean again = site.gatewaysOf(pod).stream().flatMap(g -> g.servers().stream())
                            .anyMatch(s -> s != server && s.port() == server.port()
                                    && s.hostNames().contains(ServerSpec.withoutNamespace(host)));
                    if (again) {
                        all.add(new Remedy("Take " + host + ", which another server has, from " + gateway.resource().ref(),
                                Edits.of(gateway.resource()).remove(server.path() + ".hosts[" + i + "]").change(), 3));
                    }
                }
                if (server.hosts().size() == 1 && server.port() == port() && gateway.servers().size() > 1) {
                    all.add(new Remedy("Remove a server of " + gateway.resource().ref() + " whose host another one has",
                            Edits.of(gateway.resource()).remove(server.path()).change(), 4));
                }
            }
        }
        return all.stream();
    }
}
