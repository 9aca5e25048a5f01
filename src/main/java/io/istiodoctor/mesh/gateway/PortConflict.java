package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.ServerConflict.Reason;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server of a Gateway that istiod leaves out, because another has the port already (mergeGateways of istiod). What counts is the
 * port that a gateway's pod binds, not the number that the Gateways give.
 */
public final class PortConflict implements Subject {
    private final ServerConflict<GatewayServer> conflict;

    private PortConflict(ServerConflict<GatewayServer> conflict) {
        this.conflict = conflict;
    }

    @Override
    public Resource resource() {
        return server().resource();
    }

    @Override
    public String path() {
        return server().path();
    }

    /** The server that is left out. */
    @SeenByRules
    public GatewayServer server() {
        return conflict.server();
    }

    /** The server that has the port. */
    @SeenByRules
    public GatewayServer winner() {
        return conflict.winner();
    }

    /** The port that the gateway's pods bind for both. */
    @SeenByRules
    public long port() {
        return conflict.bound();
    }

    /** Hosts that both have, where both begin with TLS; empty when they speak differently. */
    @SeenByRules
    public List<String> hosts() {
        if (!server().speech().tls() || !winner().speech().tls()) {
            return List.of();
        }
        Set<String> common = new LinkedHashSet<>(server().spec().hosts());
        common.retainAll(winner().spec().hosts());
        return common.stream().map(ServerSpec::withoutNamespace).toList();
    }

    /** Whether both are servers of one Gateway. */
    @SeenByRules
    public boolean sameGateway() {
        return server().gateway() == winner().gateway();
    }

    /** Whether it is certain which of the two is older. */
    @SeenByRules
    public boolean ageKnown() {
        return Age.known(server().resource(), winner().resource());
    }

    /** The port on which clients expect what the server speaks, 80 or 443, where it is on another one and could be there. */
    @SeenByRules
    public Optional<Long> customaryPort() {
        return CustomaryPort.of(server());
    }

    /**
     * Whether one of them is certainly left out. Where TLS was first, or may have been, some releases put both on the port.
     */
    @SeenByRules
    public boolean certain() {
        boolean sameKind = server().speech().tls() == winner().speech().tls();
        return conflict.reason() == Reason.HOST || conflict.leavesOut() && (sameKind || ageKnown());
    }

    /** Every conflict of a mesh's Gateways, each pair of servers once. */
    static List<PortConflict> of(List<Gateway> gateways) {
        Map<Workload, MergedServers<GatewayServer>> byPod = new IdentityHashMap<>();
        Map<GatewayServer, Set<GatewayServer>> seen = new IdentityHashMap<>();
        List<PortConflict> found = new ArrayList<>();
        List<Gateway> ordered = gateways.stream().sorted((a, b) -> Age.OLDEST_FIRST.compare(a.resource(), b.resource())).toList();
        for (Gateway gateway : ordered) {
            for (GatewayServer server : gateway.servers().stream().filter(s -> s.refusal() == ServerRefusal.NONE).toList()) {
                for (Listener listener : server.listeners()) {
                    byPod.computeIfAbsent(listener.workload(), p -> new MergedServers<>(GatewayServer::spec)).add(server, listener.port())
                            .filter(PortConflict::matters)
                            .filter(c -> seen.computeIfAbsent(server, s -> new HashSet<>()).add(c.winner()))
                            .ifPresent(c -> found.add(new PortConflict(c)));
                }
            }
        }
        return found;
    }

    // Of two redirects of one host, either does what the other would.
    private static boolean matters(ServerConflict<GatewayServer> conflict) {
        return conflict.reason() != Reason.HOST || conflict.server().speech().tls() || conflict.winner().speech().tls();
    }
}
