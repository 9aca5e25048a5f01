package io.istiodoctor.conversion.gatewayapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which listeners give way, against every pair looked at as istiod does (listener_conflict.go, listenersDistinct). */
class ListenerConflictsTest {
    private static final ObjectRef GATEWAY = new ObjectRef("gateway.networking.k8s.io/v1", "Gateway", "edge", "edge");
    private static final Set<String> HTTP = Set.of("HTTP", "HTTPS", "TLS");
    private static final Set<String> TRANSPORT = Set.of("TCP", "UDP");

    @Test
    void the_same_listeners_give_way_as_in_pairs() {
        for (long seed = 0; seed < 300; seed++) {
            List<GatewayListener> listeners = listeners(new Random(seed));
            var conflicts = new ListenerConflicts(listeners, List.of());
            assertEquals(survivors(listeners),
                    listeners.stream().filter(l -> conflicts.of(l).isEmpty()).map(GatewayListener::name).toList(), "seed " + seed);
        }
    }

    private static List<GatewayListener> listeners(Random random) {
        Resource gateway = new Resource(GATEWAY, Mapping.EMPTY, new Origin.Cluster());
        List<GatewayListener> listeners = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Node field = Node.of(Map.of("name", "l" + i, "port", 80 + random.nextInt(2), "hostname",
                    List.of("", "a.b", "*.b", "*").get(random.nextInt(4)),
                    "protocol", List.of("HTTP", "HTTPS", "TLS", "TCP", "UDP", "HBONE", "other").get(random.nextInt(7))));
            listeners.add(new GatewayListener(gateway, Kind.KUBERNETES_GATEWAY, gateway,
                    new Written(field, new FieldRef(GATEWAY, "spec.listeners[" + i + "]"))));
        }
        return listeners;
    }

    private static List<String> survivors(List<GatewayListener> listeners) {
        List<GatewayListener> accepted = new ArrayList<>();
        listeners.stream().filter(l -> accepted.stream().allMatch(a -> distinct(l, a))).forEach(accepted::add);
        return accepted.stream().map(GatewayListener::name).toList();
    }

    private static boolean distinct(GatewayListener a, GatewayListener b) {
        boolean httpA = HTTP.contains(a.protocol());
        boolean httpB = HTTP.contains(b.protocol());
        boolean transportA = TRANSPORT.contains(a.protocol());
        boolean transportB = TRANSPORT.contains(b.protocol());
        if (!a.port().equals(b.port())) {
            return true;
        }
        if (transportA && httpB || httpA && transportB || transportA && transportB) {
            return false;
        }
        return httpA && httpB ? !host(a).equals(host(b)) : !a.protocol().equals(b.protocol());
    }

    private static String host(GatewayListener listener) {
        return listener.hostname().isEmpty() ? "*" : listener.hostname();
    }
}
