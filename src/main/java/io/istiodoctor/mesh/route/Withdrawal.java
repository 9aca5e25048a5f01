package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** That a server leaves hosts to another one on the same port of the same pods: what has routes for them there, and whether all of it can follow. */
public final class Withdrawal implements Subject {
    private final GatewayServer server;
    private final GatewayServer to;
    private final List<String> hosts;
    private final VirtualServices all;
    /** VirtualServices with routes for the hosts at the other server. */
    private final Set<VirtualService> there;
    /** Those with routes for the hosts at the server alone. */
    private final List<VirtualService> alone;

    /** @param hosts without namespaces */
    Withdrawal(GatewayServer server, GatewayServer to, List<String> hosts, VirtualServices all) {
        this.server = server;
        this.to = to;
        this.hosts = hosts;
        this.all = all;
        this.there = routed(to);
        this.alone = routed(server).stream().filter(v -> !there.contains(v)).toList();
    }

    private Set<VirtualService> routed(GatewayServer at) {
        return all.bindings().of(at).stream().filter(Binding::fits)
                .filter(b -> b.domains().stream().anyMatch(d -> hosts.stream().anyMatch(h -> HostPattern.overlap(d, h))))
                .map(Binding::virtualService).collect(Collectors.toSet());
    }

    @Override
    public Resource resource() {
        return server.resource();
    }

    @Override
    public String path() {
        return server.path();
    }

    /** The server that leaves them. */
    GatewayServer server() {
        return server;
    }

    /** The server that has the hosts then. */
    @SeenByRules
    public GatewayServer to() {
        return to;
    }

    /** VirtualServices with routes for the hosts that have to name the other Gateway then. */
    @SeenByRules
    public List<VirtualService> following() {
        return alone;
    }

    /** The names of the server's Gateway in these. */
    @SeenByRules
    public List<GatewayReference> followingReferences() {
        return references(true);
    }

    /** The names of the server's Gateway in other VirtualServices. */
    @SeenByRules
    public List<GatewayReference> otherReferences() {
        return references(false);
    }

    private List<GatewayReference> references(boolean following) {
        return all.bindings().virtualServices().stream().filter(v -> alone.contains(v) == following).flatMap(v -> v.gateways().stream())
                .filter(r -> r.gateway().filter(g -> g == server.gateway()).isPresent()).toList();
    }

    /**
     * Whether everything that has routes for the hosts is served then, and clients are asked for as much as before. Where VirtualServices have to follow, both
     * servers end TLS in the same way, the other one has no routes of others for the hosts, and its Gateway serves none of them without TLS. All VirtualServices
     * must be known.
     */
    @SeenByRules
    public boolean possible() {
        boolean alike = to.speech() == server.speech() && to.tlsMode().equals(server.tlsMode());
        return known() && (alone.isEmpty() || there.isEmpty() && alike && alone.stream().allMatch(this::follows));
    }

    private boolean follows(VirtualService virtualService) {
        return virtualService.gateways().equals(virtualService.topGateways()) && virtualService.visibleTo(to.gateway())
                && virtualService.hosts().stream().noneMatch(h -> plain(to.gateway(), h.host(), virtualService.namespace()));
    }

    private static boolean plain(Gateway gateway, String host, String namespace) {
        return gateway.accepting(host, namespace).stream().map(Gateway.Accepted::server)
                .anyMatch(s -> s.speech() == Speech.HTTP && !s.httpsRedirect());
    }

    /** Whether only the server has routes for the hosts, and the other one none. */
    boolean routedHereAlone() {
        return known() && there.isEmpty() && !alone.isEmpty();
    }

    private boolean known() {
        return all.absence() == Certainty.CERTAIN;
    }

    /** Whether its Gateway has no other server. */
    @SeenByRules
    public boolean onlyServer() {
        return server.gateway().servers().size() == 1;
    }

    /** Whether the server's Gateway can go with it: it has no other, and every VirtualService that names it follows, or names another Gateway besides. */
    @SeenByRules
    public boolean removable() {
        return onlyServer() && otherReferences().stream()
                .allMatch(r -> r.path().startsWith("spec.gateways") && r.virtualService().topGateways().size() > 1);
    }
}
