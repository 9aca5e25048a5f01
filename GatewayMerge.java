package io.istiodoctor.mesh;

import io.istiodoctor.mesh.GatewayClaim.Rival;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the servers of all Gateways claim their ports, pod by pod, in the order in which istiod does: the oldest Gateway first
 * (mergeGateways). Plain HTTP servers share a port; TLS servers share it by SNI, unless a host is claimed twice; every other
 * pair excludes the later one. What counts is the port that is bound, not the number that is written.
 */
final class GatewayMerge {
    private record Place(Workload workload, long port, String bind) {}

    private record HostPlace(Place place, String host) {}

    private final Map<Place, GatewayServer> first = new HashMap<>();
    private final Map<HostPlace, GatewayServer> tlsHosts = new HashMap<>();
    private final Map<GatewayServer, GatewayClaim> claims = new LinkedHashMap<>();

    private GatewayMerge() {}

    static List<GatewayClaim> of(List<Gateway> gateways) {
        GatewayMerge merge = new GatewayMerge();
        gateways.stream().sorted(Comparator.comparing(Gateway::resource, Age.OLDEST_FIRST)).flatMap(g -> g.servers().stream())
                .forEach(merge::claim);
        return gateways.stream().flatMap(g -> g.servers().stream()).map(merge.claims::get).toList();
    }

    private void claim(GatewayServer server) {
        Optional<Rival> protocol = Optional.empty();
        Optional<Rival> host = Optional.empty();
        for (Listener listener : server.invalid().isEmpty() ? server.listeners() : List.<Listener>of()) {
            Place place = new Place(listener.workload(), listener.port(), server.bind());
            Optional<Rival> twice = server.tls() && !ServerValidity.http(server.protocol()) ? hosts(server, place) : Optional.empty();
            Optional<Rival> other = twice.isPresent() ? Optional.empty() : protocol(server, place);
            host = host.or(() -> twice);
            protocol = protocol.or(() -> other);
        }
        claims.put(server, new GatewayClaim(server, host.isPresent() ? Optional.empty() : protocol, host));
    }

    private Optional<Rival> hosts(GatewayServer server, Place place) {
        List<String> names = server.hostNames().stream().distinct().toList();
        List<String> taken = names.stream().filter(h -> tlsHosts.containsKey(new HostPlace(place, h))).toList();
        if (!taken.isEmpty()) {
            GatewayServer holder = tlsHosts.get(new HostPlace(place, taken.getFirst()));
            return Optional.of(new Rival(holder, place.workload, place.port, false, new ArrayList<>(taken)));
        }
        names.forEach(h -> tlsHosts.put(new HostPlace(place, h), server));
        return Optional.empty();
    }

    private Optional<Rival> protocol(GatewayServer server, Place place) {
        GatewayServer holder = first.putIfAbsent(place, server);
        if (holder == null || holder == server) {
            return Optional.empty();
        }
        boolean plain = plain(holder);
        boolean merges = plain && ServerValidity.http(holder.protocol()) ? ServerValidity.http(server.protocol()) : !plain && !plain(server);
        return merges ? Optional.empty() : Optional.of(new Rival(holder, place.workload, place.port, plain, List.of()));
    }

    private static boolean plain(GatewayServer server) {
        return !server.tls() || ServerValidity.http(server.protocol());
    }
}
