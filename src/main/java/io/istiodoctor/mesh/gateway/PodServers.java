package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.HostIndex;
import io.istiodoctor.mesh.workload.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The TLS servers that share gateway pods, over all Gateways: by host, and by the credential that they present. */
final class PodServers {
    private record Selected(String namespace, Map<String, String> selector) {}

    private record Presented(String secret, Listener.Place place) {}

    private final Map<Workload, HostIndex<GatewayServer>> byHost = new IdentityHashMap<>();
    private final Map<Selected, Gateway> firstWith = new HashMap<>();
    private final Set<GatewayServer> contested = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Presented, List<GatewayServer>> byCredential = new HashMap<>();

    PodServers(List<Gateway> gateways, List<PortConflict> conflicts) {
        gateways.forEach(this::add);
        conflicts.forEach(c -> {
            contested.add(c.server());
            contested.add(c.winner());
        });
    }

    private void add(Gateway gateway) {
        firstWith.putIfAbsent(new Selected(gateway.namespace(), gateway.selector()), gateway);
        for (GatewayServer server : gateway.servers()) {
            if (server.speech().tls()) {
                gateway.workloads().forEach(w -> server.hostNames()
                        .forEach(h -> byHost.computeIfAbsent(w, any -> new HostIndex<>()).add(h, server)));
            }
            server.credentials().stream().filter(Credential::used).forEach(c -> places(server).forEach(
                    p -> byCredential.computeIfAbsent(new Presented(c.secret(), p), n -> new ArrayList<>(1)).add(server)));
        }
    }

    /** Whether it is the first of its namespace with this selector: what is wrong with the pods is told there. */
    boolean first(Gateway gateway) {
        return firstWith.get(new Selected(gateway.namespace(), gateway.selector())) == gateway;
    }

    /** Whether another server wants the port of this one for something else. */
    boolean contested(GatewayServer server) {
        return contested.contains(server);
    }

    /** Whether the gateway's pods have a TLS server for some name of this host. */
    boolean tls(Gateway gateway, String host) {
        return gateway.workloads().stream().map(byHost::get).anyMatch(i -> i != null && !i.overlapping(host).isEmpty());
    }

    /** Servers of other Gateways with this credential, on the same port of the same pods, one after the other. */
    Stream<GatewayServer> sharing(GatewayServer server, String secret) {
        return places(server).stream().flatMap(p -> byCredential.getOrDefault(new Presented(secret, p), List.of()).stream())
                .filter(s -> s.gateway() != server.gateway());
    }

    private static Set<Listener.Place> places(GatewayServer server) {
        Set<Listener.Place> places = new LinkedHashSet<>();
        server.listeners().forEach(l -> places.add(l.place()));
        return places;
    }
}
