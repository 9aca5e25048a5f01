package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A redirect: of a rule of a VirtualService, or of a Gateway's server to HTTPS. */
public final class Redirect implements Subject {
    private final Subject owner;
    private final String path;
    private final Optional<VirtualServiceRule> rule;
    private final Optional<GatewayServer> server;

    private Redirect(Subject owner, String path, Optional<VirtualServiceRule> rule, Optional<GatewayServer> server) {
        this.owner = owner;
        this.path = path;
        this.rule = rule;
        this.server = server;
    }

    /** All redirects of these objects. */
    public static List<Redirect> of(List<VirtualService> virtualServices, List<Gateway> gateways) {
        List<Redirect> all = new ArrayList<>();
        virtualServices.stream().flatMap(v -> v.rules().stream()).filter(VirtualServiceRule::redirects)
                .forEach(r -> all.add(new Redirect(r, r.path() + ".redirect", Optional.of(r), Optional.empty())));
        gateways.stream().flatMap(g -> g.servers().stream()).filter(GatewayServer::httpsRedirect)
                .forEach(s -> all.add(new Redirect(s, s.path() + ".tls.httpsRedirect", Optional.empty(), Optional.of(s))));
        return all;
    }

    @Override
    public Resource resource() {
        return owner.resource();
    }

    @Override
    public String path() {
        return path;
    }

    /** A server with HTTPS on which a rule's redirect to HTTPS holds as well. */
    @SeenByRules
    public Optional<GatewayServer> httpsLoop() {
        return rule.flatMap(VirtualServiceRule::httpsLoop);
    }

    /** The path to which a rule redirects and which it takes again; empty when there is none. */
    @SeenByRules
    public String pathLoop() {
        return rule.map(VirtualServiceRule::pathLoop).orElse("");
    }

    /** The port of a load balancer that ends TLS and passes plain HTTP on to the redirecting server. */
    @SeenByRules
    public Optional<ServicePort> balancerLoop() {
        return server.stream().flatMap(s -> s.listeners().stream()).flatMap(l -> l.entrances().stream())
                .filter(p -> p.service().exposure().treatment(p).equals("tls")).findFirst();
    }

    /** The rule of a VirtualService that redirects; empty for a Gateway's server. */
    @SeenByRules
    public Optional<VirtualServiceRule> rule() {
        return rule;
    }

    /** The port of the only server with plain HTTP on which the rule holds; empty where there is none, or more than one. */
    @SeenByRules
    public Optional<Long> plainPort() {
        List<Long> ports = rule.stream().flatMap(r -> r.virtualService().bindings().stream()).map(Binding::server)
                .filter(s -> s.speech() == Speech.HTTP && !s.httpsRedirect()).map(GatewayServer::port).distinct().toList();
        return ports.size() == 1 ? Optional.of(ports.getFirst()) : Optional.empty();
    }
}
