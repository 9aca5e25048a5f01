package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.model.FieldRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of a Gateway's listeners give way to others (gatewaycommon/listener_conflict.go): those of the Gateway come first, then those of
 * ListenerSets from the oldest on; one that gave way is in nobody's way.
 */
final class ListenerConflicts {
    private enum Holding { HOST, HOSTS, TRANSPORT, PROTOCOL }

    /** What a listener has for itself. */
    private record Slot(Optional<Long> port, Holding holding, String what) {}

    private final Map<Slot, GatewayListener> holders = new HashMap<>();
    private final Map<FieldRef, LeftOut> losers = new HashMap<>();

    ListenerConflicts(List<GatewayListener> own, List<GatewayListener> added) {
        List<GatewayListener> ordered = new ArrayList<>(own);
        added.stream().sorted(Comparator.comparing(GatewayListener::owner, RouteAge.OLDEST_FIRST)).forEach(ordered::add);
        for (GatewayListener listener : ordered) {
            wanted(listener).flatMap(slot -> Optional.ofNullable(holders.get(slot)).stream()).findFirst().ifPresentOrElse(
                    winner -> losers.put(listener.at(), loser(listener, winner)),
                    () -> held(listener).forEach(s -> holders.putIfAbsent(s, listener)));
        }
    }

    /** Why a listener gives way; empty when it does not. */
    Optional<LeftOut> of(GatewayListener listener) {
        return Optional.ofNullable(losers.get(listener.at()));
    }

    private static LeftOut loser(GatewayListener listener, GatewayListener winner) {
        boolean protocol = transport(listener) || !listener.protocol().equals(winner.protocol());
        String cause = protocol ? "protocol" : listener.hostname().isEmpty() ? "port" : "hostname";
        return LeftOut.of(protocol ? Reason.LISTENER_PORT_TAKEN : Reason.LISTENER_HOST_TAKEN, listener.at(), winner.name())
                .because(listener.at().child(cause)).by(winner.at());
    }

    private static Stream<Slot> wanted(GatewayListener listener) {
        return transport(listener) ? Stream.of(slot(listener, Holding.TRANSPORT, ""), slot(listener, Holding.HOSTS, ""))
                : http(listener) ? Stream.of(slot(listener, Holding.HOST, host(listener)), slot(listener, Holding.TRANSPORT, ""))
                : Stream.of(slot(listener, Holding.PROTOCOL, listener.protocol()));
    }

    private static Stream<Slot> held(GatewayListener listener) {
        return transport(listener) ? Stream.of(slot(listener, Holding.TRANSPORT, ""))
                : http(listener) ? Stream.of(slot(listener, Holding.HOST, host(listener)), slot(listener, Holding.HOSTS, ""))
                : Stream.of(slot(listener, Holding.PROTOCOL, listener.protocol()));
    }

    private static Slot slot(GatewayListener listener, Holding holding, String what) {
        return new Slot(listener.port(), holding, what);
    }

    private static String host(GatewayListener listener) {
        return listener.hostname().isEmpty() ? "*" : listener.hostname();
    }

    private static boolean transport(GatewayListener listener) {
        return listener.protocol().equals("TCP") || listener.protocol().equals("UDP");
    }

    private static boolean http(GatewayListener listener) {
        return switch (listener.protocol()) {
            case "HTTP", "HTTPS", "TLS" -> true;
            default -> false;
        };
    }
}
