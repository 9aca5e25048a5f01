package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
    private final GatewayServer server;
    private final GatewayServer winner;
    private final long port;
    private final List<String> hosts;

    private PortConflict(GatewayServer server, GatewayServer winner, long port, List<String> hosts) {
        this.server = server;
        this.winner = winner;
        this.port = port;
        this.hosts = hosts;
    }

    @Override
    public Resource resource() {
        return server.resource();
    }

    @Override
    public String path() {
        return server.path();
    }

    /** The server that is left out. */
    @SeenByRules
    public GatewayServer server() {
        return server;
    }

    /** The server that has the port. */
    @SeenByRules
    public GatewayServer winner() {
        return winner;
    }

    /** The port that the gateway's pods bind for both. */
    @SeenByRules
    public long port() {
        return port;
    }

    /** Hosts that both have, where both begin with TLS; empty when they speak differently. */
    @SeenByRules
    public List<String> hosts() {
        return hosts;
    }

    /** Whether both are servers of one Gateway. */
    @SeenByRules
    public boolean sameGateway() {
        return server.gateway() == winner.gateway();
    }

    /** Whether it is certain which of the two is older. */
    @SeenByRules
    public boolean ageKnown() {
        return Age.known(server.resource(), winner.resource());
    }

    /**
     * Whether one of them is certainly left out. Where TLS was first, or may have been, some releases put both on the port.
     */
    @SeenByRules
    public boolean certain() {
        boolean sameKind = server.speech().tls() == winner.speech().tls();
        return sameKind || ageKnown() && !winner.speech().tls();
    }

    /** The servers on one port of one pod, in the order of their age. */
    private static final class OnPort {
        private GatewayServer plain;
        private GatewayServer first;
        private final List<GatewayServer> taken = new ArrayList<>();
        private final Map<String, GatewayServer> tlsHosts = new HashMap<>();

        Optional<GatewayServer> rival(GatewayServer server) {
            if (server.tls()) {
                Optional<GatewayServer> same = server.ownedHosts().stream().map(tlsHosts::get)
                        .filter(w -> w != null && w.speech().tls() == server.speech().tls()).min(Comparator.comparingInt(taken::indexOf));
                if (same.isPresent()) {
                    return same.filter(w -> w.speech().tls());
                }
            }
            if (plain != null && plain.speech() != server.speech() || plain != null && plain.speech() == Speech.TCP) {
                return Optional.of(plain);
            }
            return plain == null && first != null && !server.speech().tls() ? Optional.of(first) : Optional.empty();
        }

        void take(GatewayServer server) {
            taken.add(server);
            first = first == null ? server : first;
            plain = plain == null && !server.speech().tls() ? server : plain;
            if (server.tls()) {
                server.ownedHosts().forEach(h -> tlsHosts.putIfAbsent(h, server));
            }
        }
    }

    /** Every conflict of a mesh's Gateways, each pair of servers once. */
    static List<PortConflict> of(List<Gateway> gateways) {
        Map<Listener.Place, OnPort> ports = new HashMap<>();
        Map<GatewayServer, Set<GatewayServer>> seen = new IdentityHashMap<>();
        List<PortConflict> found = new ArrayList<>();
        List<Gateway> ordered = gateways.stream().sorted((a, b) -> Age.OLDEST_FIRST.compare(a.resource(), b.resource())).toList();
        for (Gateway gateway : ordered) {
            for (GatewayServer server : gateway.servers().stream().filter(s -> s.refusal() == ServerRefusal.NONE).toList()) {
                for (Listener listener : server.listeners()) {
                    OnPort on = ports.computeIfAbsent(listener.place(), p -> new OnPort());
                    Optional<GatewayServer> rival = on.rival(server);
                    if (rival.isEmpty()) {
                        on.take(server);
                    } else if (seen.computeIfAbsent(server, s -> new HashSet<>()).add(rival.get())) {
                        found.add(conflict(server, rival.get(), listener.port()));
                    }
                }
            }
        }
        return found;
    }

    private static PortConflict conflict(GatewayServer server, GatewayServer winner, long port) {
        Set<String> common = new LinkedHashSet<>();
        if (server.speech().tls() && winner.speech().tls()) {
            common.addAll(server.ownedHosts());
            common.retainAll(winner.ownedHosts());
        }
        return new PortConflict(server, winner, port, common.stream().map(GatewayServer::withoutNamespace).toList());
    }
}
