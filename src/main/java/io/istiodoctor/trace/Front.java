package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.Listener;
import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What listens behind each port of the gateways' Services, by the order and conflicts of E1. */
final class Front {
    /**
     * The servers on one port.
     *
     * @param skipped servers that an earlier one keeps from the port, each with the reason
     */
    record OnPort(List<Server> servers, Map<Server, String> skipped) {
        static final OnPort NOTHING = new OnPort(List.of(), Map.of());
    }

    private record NodePort(Workload pod, long port) {}

    private final Map<ServicePort, Set<Server>> byServicePort = new IdentityHashMap<>();
    private final Map<NodePort, Set<Server>> byHostPort = new HashMap<>();
    private final List<Server> all = new ArrayList<>();

    Front(Mesh mesh) {
        mesh.gateways().stream().filter(g -> !mesh.excluded(g.namespace())).sorted(Comparator.comparing(Gateway::resource, Age.OLDEST_FIRST)).flatMap(g -> g.servers().stream())
                .forEach(this::add);
        for (Portal portal : new Portals(mesh).all()) {
            all.add(portal.server());
            portal.ports().forEach(p -> byServicePort.computeIfAbsent(p, any -> new LinkedHashSet<>()).add(portal.server()));
        }
    }

    private void add(GatewayServer server) {
        List<Listener> listeners = server.listeners();
        if (listeners.isEmpty()) {
            all.add(Server.of(server, server.port()));
        }
        Set<Server> made = new LinkedHashSet<>();
        for (Listener listener : listeners) {
            if (listener.privileged()) {
                continue;
            }
            Server bound = Server.of(server, listener.port());
            made.add(bound);
            listener.entrances().forEach(p -> byServicePort.computeIfAbsent(p, any -> new LinkedHashSet<>()).add(bound));
            listener.hostPort().ifPresent(h -> byHostPort
                    .computeIfAbsent(new NodePort(listener.workload(), h), any -> new LinkedHashSet<>()).add(bound));
        }
        all.addAll(made);
    }

    /** Every server, those that nothing leads to among them. */
    List<Server> all() {
        return List.copyOf(all);
    }

    /** What an entry point leads to. */
    OnPort behind(EntryPoint entry) {
        Set<Server> found = entry.servicePort().map(p -> byServicePort.getOrDefault(p, Set.of()))
                .orElseGet(() -> entry.pod().map(w -> byHostPort.getOrDefault(new NodePort(w, entry.port()), Set.of()))
                        .orElse(Set.of()));
        return resolve(found);
    }

    // The first server decides whether the port speaks HTTP, TLS or TCP; a TLS server that repeats a host is left out whole.
    private static OnPort resolve(Set<Server> candidates) {
        List<Server> servers = new ArrayList<>();
        Map<Server, String> skipped = new LinkedHashMap<>();
        for (Server candidate : candidates) {
            Optional<Server> rival = servers.stream().filter(s -> conflict(s, candidate)).findFirst();
            if (rival.isPresent()) {
                skipped.put(candidate, reason(rival.get(), candidate));
            } else {
                servers.add(candidate);
            }
        }
        return new OnPort(List.copyOf(servers), skipped);
    }

    private static boolean conflict(Server a, Server b) {
        if (a.speech().tls() && b.speech().tls()) {
            return a.hosts().stream().anyMatch(b.hosts()::contains);
        }
        return a.speech() != b.speech() || a.speech() == Speech.TCP;
    }

    private static String reason(Server winner, Server loser) {
        return winner.ref() + " is older and has " + (winner.speech() == loser.speech() ? "the same host" : winner.speech().words())
                + " there";
    }
}
