package io.istiodoctor.mesh;

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

    static List<Redirect> of(Mesh mesh) {
        List<Redirect> all = new ArrayList<>();
        mesh.virtualServices().stream().flatMap(v -> v.rules().stream()).filter(VirtualServiceRule::redirects)
                .forEach(r -> all.add(new Redirect(r, r.path() + ".redirect", Optional.of(r), Optional.empty())));
        mesh.gateways().stream().flatMap(g -> g.servers().stream()).filter(GatewayServer::httpsRedirect)
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
    public Optional<GatewayServer> httpsLoop() {
        return rule.flatMap(VirtualServiceRule::httpsLoop);
    }

    /** The path to which a rule redirects and which it takes again; empty when there is none. */
    public String pathLoop() {
        return rule.map(VirtualServiceRule::pathLoop).orElse("");
    }

    /** The port of a load balancer that ends TLS and passes plain HTTP on to the redirecting server. */
    public Optional<ServicePort> balancerLoop() {
        return server.stream().flatMap(s -> s.listeners().stream()).flatMap(l -> l.entrances().stream())
                .filter(p -> p.service().exposure().treatment(p).equals("tls")).findFirst();
    }
}
