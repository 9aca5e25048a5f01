package io.istiodoctor.proxy.gateway;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.service.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The servers of all Gateways of one pod by port, and those that istiod leaves out because of others (mergeGateways of Istio). The order in which
 * servers are added decides: Gateways by age, servers as they stand.
 */
final class MergedServers {
    /** Servers share a listener where the bound port, the protocol and the address are the same. */
    record PortKey(long port, String protocol, String bind) {}

    private final Map<PortKey, List<Server>> byPort = new LinkedHashMap<>();
    private final Map<PortKey, String> routeNames = new HashMap<>();
    private final Map<String, List<Server>> byRouteName = new LinkedHashMap<>();
    private final Map<Long, PortKey> plain = new HashMap<>();
    private final Set<Long> ports = new HashSet<>();
    private final Map<Long, Map<String, Server>> tlsHosts = new HashMap<>();
    private final Map<Server, String> tlsRouteNames = new HashMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    /** Adds a server where it listens. */
    void add(Server server, long bound) {
        String routeName = server.routeName(bound);
        if (server.tls().isPresent()) {
            Map<String, Server> known = tlsHosts.computeIfAbsent(bound, p -> new HashMap<>());
            Optional<String> taken = server.hosts().stream().filter(h -> known.containsKey(h) && known.get(h).bind().equals(server.bind()))
                    .findFirst();
            if (taken.isPresent()) {
                leave(Reason.HOST_CONFLICT, server, known.get(taken.get()), taken.get());
                return;
            }
            server.hosts().forEach(h -> known.put(h, server));
            tlsRouteNames.put(server, routeName);
        }
        PortKey key = new PortKey(bound, server.node().get("port").text("protocol"), server.bind());
        if (ports.add(bound)) {
            first(server, key, routeName);
        } else if (plain.containsKey(bound)) {
            besidePlain(server, key, routeName, plain.get(bound));
        } else {
            besideTls(server, key, routeName);
        }
    }

    private void first(Server server, PortKey key, String routeName) {
        if (!server.tlsServer()) {
            plain.put(key.port(), key);
        }
        if (server.httpServer()) {
            byRouteName.put(routeName, new ArrayList<>(List.of(server)));
        }
        byPort.put(key, new ArrayList<>(List.of(server)));
        routeNames.put(key, routeName);
    }

    private void besidePlain(Server server, PortKey key, String routeName, PortKey current) {
        boolean sameBind = current.bind().equals(key.bind());
        Protocol there = Protocol.parse(current.protocol());
        boolean together = (server.protocol().http() || server.protocol() == there) && there.http();
        if (sameBind && (!together || routeName.isEmpty())) {
            leave(Reason.PORT_CONFLICT, server, byPort.get(current).getFirst(), Long.toString(key.port()));
        } else if (sameBind) {
            byPort.get(current).add(server);
            byRouteName.computeIfAbsent(routeName, r -> new ArrayList<>()).add(server);
        } else if (!byPort.containsKey(key)) {
            first(server, key, routeName);
        } else {
            routeNames.put(key, routeName);
            byPort.get(key).add(server);
            byRouteName.computeIfAbsent(routeName, r -> new ArrayList<>()).add(server);
        }
    }

    private void besideTls(Server server, PortKey key, String routeName) {
        if (!server.tlsServer()) {
            first(server, key, routeName);
            return;
        }
        if (server.httpServer()) {
            if (byRouteName.containsKey(routeName)) {
                leave(Reason.PORT_NAME_CONFLICT, server, byRouteName.get(routeName).getFirst(), server.portName());
                return;
            }
            byRouteName.put(routeName, new ArrayList<>(List.of(server)));
        }
        byPort.computeIfAbsent(key, k -> new ArrayList<>()).add(server);
    }

    private void leave(Reason reason, Server server, Server winner, String detail) {
        leftOut.add(new LeftOut(reason, server.origin(), Optional.of(winner.gateway().source()), detail));
    }

    /** The ports in the order in which they came. */
    Set<PortKey> keys() {
        return new LinkedHashSet<>(byPort.keySet());
    }

    List<Server> servers(PortKey key) {
        return byPort.get(key);
    }

    /** The route table of a port with plain HTTP. */
    String routeName(PortKey key) {
        return routeNames.getOrDefault(key, "");
    }

    /** The route table of a server that ends TLS. */
    String routeName(Server server) {
        return tlsRouteNames.getOrDefault(server, "");
    }

    /** The servers that share a route table. */
    List<Server> sharing(String routeName) {
        return byRouteName.getOrDefault(routeName, List.of());
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }
}
