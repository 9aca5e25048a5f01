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
    private final Map<String, VirtualService> sniOwners = new HashMap<>();
    private final Optional<VirtualService> firstTcp;

    ServerOrder(GatewayServer server, Stream<VirtualService> ordered) {
        this.all = ordered.toList();
        for (VirtualService v : all) {
            places.put(v, places.size());
            SniHost.of(v).forEach(s -> sniOwners.putIfAbsent(s.written(), v));
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

    /** Another that has this very name in sniHosts first. */
    Optional<VirtualService> sniBefore(VirtualService virtualService, String name) {
        return Optional.ofNullable(sniOwners.get(name)).filter(v -> v != virtualService);
    }
}
