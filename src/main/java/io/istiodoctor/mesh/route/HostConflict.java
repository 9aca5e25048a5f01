package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.PortConflict;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two servers of Gateways that want the same hosts with TLS, and whether one of them can give way.
 *
 * @param conflict the two servers
 * @param withdrawal that the server which is left out leaves the hosts to the other one
 */
public record HostConflict(@SeenByRules PortConflict conflict, @SeenByRules Withdrawal withdrawal) implements Subject {
    /** Those of all conflicts that are about hosts. */
    public static List<HostConflict> of(List<PortConflict> conflicts, List<GatewayUse> gateways) {
        Map<Gateway, GatewayUse> uses = gateways.stream().collect(Collectors.toMap(GatewayUse::gateway, u -> u));
        return conflicts.stream().filter(c -> !c.hosts().isEmpty())
                .flatMap(c -> Optional.ofNullable(uses.get(c.server().gateway())).stream()
                        .map(u -> new HostConflict(c, new Withdrawal(c.server(), c.winner(), c.hosts(), u.virtualServices()))))
                .toList();
    }

    @Override
    public Resource resource() {
        return conflict.resource();
    }

    @Override
    public String path() {
        return conflict.path();
    }

    /** The hosts that the server has left, as written, without those that the other one has too. */
    @SeenByRules
    public List<String> hostsLeft() {
        return left(conflict.server(), conflict.winner());
    }

    /** The hosts that the other server has left, as written, without those that both have. */
    @SeenByRules
    public List<String> winnersHostsLeft() {
        return left(conflict.winner(), conflict.server());
    }

    // Of a server for all hosts of all namespaces nothing else counts.
    private static List<String> left(GatewayServer server, GatewayServer other) {
        List<String> kept = server.spec().hosts();
        Set<String> taken = Set.copyOf(other.spec().hosts());
        return kept.size() != server.hosts().size() ? List.of()
                : IntStream.range(0, kept.size()).filter(i -> !taken.contains(kept.get(i))).mapToObj(server.hosts()::get).toList();
    }

    /** Whether the other server can leave the hosts to this one: it has no routes for them where this one has, and keeps other hosts. */
    @SeenByRules
    public boolean winnerYields() {
        return withdrawal.routedHereAlone() && !winnersHostsLeft().isEmpty();
    }
}
