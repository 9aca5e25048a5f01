package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.service.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The servers of all Gateways of one pod by port, and those that istiod leaves out because of others (mergeGateways of Istio). The order in which
 * servers are added decides: Gateways by age, servers as they stand.
 *
 * @param <S> a server, of which istiod's way to read it is known
 */
public final class MergedServers<S> {
    /** Servers share a listener where the bound port, the protocol and the address are the same. */
    public record PortKey(long port, String protocol, String bind) {}

    private record Socket(String bind, long port) {}

    private final Function<S, ServerSpec> specs;
    private final Map<PortKey, List<S>> byPort = new LinkedHashMap<>();
    private final Map<PortKey, String> routeNames = new HashMap<>();
    private final Map<String, List<S>> byRouteName = new LinkedHashMap<>();
    private final Map<Long, PortKey> plain = new HashMap<>();
    private final Set<Long> ports = new HashSet<>();
    private final Map<Socket, S> firstTls = new HashMap<>();
    private final Map<Long, Map<String, S>> tlsHosts = new HashMap<>();
    private final Map<S, String> tlsRouteNames = new IdentityHashMap<>();
    private final List<ServerConflict<S>> conflicts = new ArrayList<>();

    /** @param specs how istiod reads a server */
    public MergedServers(Function<S, ServerSpec> specs) {
        this.specs = specs;
    }

    /** Adds a server where it listens; says which other server has that place, or shares it against the rules of some releases. */
    public Optional<ServerConflict<S>> add(S server, long bound) {
        int before = conflicts.size();
        ServerSpec spec = specs.apply(server);
        String routeName = spec.routeName(bound);
        if (!spec.tls().isPresent() || ownsHosts(server, spec, bound, routeName)) {
            PortKey key = new PortKey(bound, spec.protocolText(), spec.bind());
            if (ports.add(bound)) {
                first(server, spec, key, routeName);
            } else if (plain.containsKey(bound)) {
                besidePlain(server, spec, key, routeName, plain.get(bound));
            } else {
                besideTls(server, spec, key, routeName);
            }
        }
        return conflicts.subList(before, conflicts.size()).stream().findFirst();
    }

    private boolean ownsHosts(S server, ServerSpec spec, long bound, String routeName) {
        Map<String, S> known = tlsHosts.computeIfAbsent(bound, p -> new HashMap<>());
        Optional<String> taken = spec.hosts().stream()
                .filter(h -> known.containsKey(h) && specs.apply(known.get(h)).bind().equals(spec.bind())).findFirst();
        if (taken.isPresent()) {
            ownedBy(known.get(taken.get()), server, taken.get(), bound);
            return false;
        }
        spec.hosts().forEach(h -> known.put(h, server));
        tlsRouteNames.put(server, routeName);
        return true;
    }

    // A server that has its hosts may be left out itself, for the server that has the port of both.
    private void ownedBy(S owner, S server, String host, long bound) {
        Optional<ServerConflict<S>> earlier = conflicts.stream().filter(c -> c.server() == owner && c.bound() == bound && c.leavesOut())
                .findFirst();
        earlier.ifPresentOrElse(c -> conflict(c.reason(), server, c.winner(), c.detail(), bound),
                () -> conflict(ServerConflict.Reason.HOST, server, owner, host, bound));
    }

    private void first(S server, ServerSpec spec, PortKey key, String routeName) {
        if (!spec.tlsServer()) {
            plain.put(key.port(), key);
        } else {
            firstTls.putIfAbsent(socket(key), server);
        }
        if (spec.httpServer()) {
            byRouteName.put(routeName, new ArrayList<>(List.of(server)));
        }
        byPort.put(key, new ArrayList<>(List.of(server)));
        routeNames.put(key, routeName);
    }

    private void besidePlain(S server, ServerSpec spec, PortKey key, String routeName, PortKey current) {
        boolean sameBind = current.bind().equals(key.bind());
        Protocol there = Protocol.parse(current.protocol());
        boolean together = (spec.protocol().http() || spec.protocol() == there) && there.http();
        if (sameBind && (!together || routeName.isEmpty())) {
            conflict(ServerConflict.Reason.PORT, server, byPort.get(current).getFirst(), Long.toString(key.port()), key.port());
        } else if (sameBind) {
            tellTls(server, key);
            byPort.get(current).add(server);
            byRouteName.computeIfAbsent(routeName, r -> new ArrayList<>()).add(server);
        } else if (!byPort.containsKey(key)) {
            first(server, spec, key, routeName);
        } else {
            routeNames.put(key, routeName);
            byPort.get(key).add(server);
            byRouteName.computeIfAbsent(routeName, r -> new ArrayList<>()).add(server);
        }
    }

    private void besideTls(S server, ServerSpec spec, PortKey key, String routeName) {
        if (!spec.tlsServer()) {
            tellTls(server, key);
            first(server, spec, key, routeName);
            return;
        }
        if (spec.httpServer()) {
            if (byRouteName.containsKey(routeName)) {
                conflict(ServerConflict.Reason.PORT_NAME, server, byRouteName.get(routeName).getFirst(), spec.portName(), key.port());
                return;
            }
            byRouteName.put(routeName, new ArrayList<>(List.of(server)));
        }
        firstTls.putIfAbsent(socket(key), server);
        byPort.computeIfAbsent(key, k -> new ArrayList<>()).add(server);
    }

    private void tellTls(S plainServer, PortKey key) {
        S tls = firstTls.get(socket(key));
        if (tls != null) {
            conflict(ServerConflict.Reason.BESIDE_TLS, plainServer, tls, Long.toString(key.port()), key.port());
        }
    }

    private static Socket socket(PortKey key) {
        return new Socket(key.bind(), key.port());
    }

    private void conflict(ServerConflict.Reason reason, S server, S winner, String detail, long bound) {
        conflicts.add(new ServerConflict<>(reason, server, winner, detail, bound));
    }

    /** The ports in the order in which they came. */
    public Set<PortKey> keys() {
        return new LinkedHashSet<>(byPort.keySet());
    }

    /** The servers on a port, in the order in which they came. */
    public List<S> servers(PortKey key) {
        return byPort.get(key);
    }

    /** The route table of a port with plain HTTP. */
    public String routeName(PortKey key) {
        return routeNames.getOrDefault(key, "");
    }

    /** The route table of a server that ends TLS. */
    public String routeName(S server) {
        return tlsRouteNames.getOrDefault(server, "");
    }

    /** The servers that share a route table. */
    public List<S> sharing(String routeName) {
        return byRouteName.getOrDefault(routeName, List.of());
    }

    /** Every server that another keeps from its place, in the order in which they came. */
    public List<ServerConflict<S>> conflicts() {
        return List.copyOf(conflicts);
    }
}
