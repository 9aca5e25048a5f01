package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.gateway.GatewayServer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The VirtualServices on a server in the order in which a gateway's pods of one namespace take them. */
final class ServerOrder {
    private final List<VirtualService> all;
    private final Map<VirtualService, Integer> places = new IdentityHashMap<>();
    /** By the match in which another VirtualService's name stands. */
    private final Map<SniMatch, SniClaims.Taken<VirtualService>> sniTaken = new HashMap<>();
    private final Optional<VirtualService> firstTcp;

    ServerOrder(GatewayServer server, Stream<VirtualService> ordered) {
        this.all = ordered.toList();
        SniClaims<VirtualService> claims = new SniClaims<>();
        for (VirtualService v : all) {
            places.put(v, places.size());
            SniMatch.of(v).stream().filter(m -> m.holdsOn(server))
                    .forEach(m -> claims.claim(m.names(), v).ifPresent(t -> sniTaken.put(m, t)));
        }
        this.firstTcp = all.stream().filter(v -> v.rules().stream().anyMatch(r -> r.section().equals("tcp") && r.takesAllOn(server)))
                .findFirst();
    }

    List<VirtualService> all() {
        return all;
    }

    boolean has(VirtualService virtualService) {
        return places.containsKey(virtualService);
    }

    /** The one before this with a tcp rule that takes every connection. */
    Optional<VirtualService> tcpBefore(VirtualService virtualService) {
        return firstTcp.filter(f -> places.getOrDefault(f, 0) < places.getOrDefault(virtualService, 0));
    }

    /** Another that has this very name of a match first. */
    Optional<VirtualService> sniBefore(SniMatch match, String name) {
        return Optional.ofNullable(sniTaken.get(match)).filter(t -> t.name().equals(name)).map(SniClaims.Taken::owner)
                .filter(v -> v != match.virtualService());
    }
}
