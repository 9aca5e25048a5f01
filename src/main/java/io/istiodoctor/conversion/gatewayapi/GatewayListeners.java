package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The listeners of all Gateways, with those that ListenerSets add. */
final class GatewayListeners {
    private final Map<FieldRef, GatewayListener> all = new LinkedHashMap<>();
    private final Map<ObjectRef, List<GatewayListener>> byGateway = new HashMap<>();

    GatewayListeners(ConversionInput input) {
        input.all(Kind.KUBERNETES_GATEWAY).forEach(g -> add(GatewayListener.of(g)));
        for (Resource set : input.all(Kind.LISTENER_SET)) {
            if (ListenerSets.parent(set, input) instanceof Presence.Present(Resource gateway)) {
                add(GatewayListener.of(set, gateway));
            }
        }
    }

    private void add(List<GatewayListener> listeners) {
        for (GatewayListener listener : listeners) {
            all.put(listener.at(), listener);
            byGateway.computeIfAbsent(listener.gateway().ref(), any -> new ArrayList<>()).add(listener);
        }
    }

    /** The listener at a place, or that has a field there. */
    Optional<GatewayListener> at(FieldRef place) {
        int end = place.path().indexOf(']');
        return Optional.ofNullable(all.get(new FieldRef(place.object(), place.path().substring(0, end + 1))));
    }

    /** All listeners of the Gateway that serves one, this one among them. */
    List<GatewayListener> beside(GatewayListener listener) {
        return byGateway.getOrDefault(listener.gateway().ref(), List.of());
    }

    /** Whether a listener, changed in this way, gives way to no other and is told apart from those on its port. */
    boolean stands(GatewayListener listener, GatewayListener changed) {
        Map<Boolean, List<GatewayListener>> own = beside(listener).stream().map(l -> l == listener ? changed : l)
                .collect(Collectors.partitioningBy(l -> l.ownerKind() == Kind.KUBERNETES_GATEWAY));
        boolean mixed = beside(listener).stream().filter(l -> l != listener && l.port().equals(changed.port()))
                .anyMatch(l -> begunByTls(l.protocol()) != begunByTls(changed.protocol()));
        return !mixed && new ListenerConflicts(own.getOrDefault(true, List.of()), own.getOrDefault(false, List.of())).of(changed).isEmpty();
    }

    /** Whether connections of a protocol begin with TLS. */
    static boolean begunByTls(String protocol) {
        return protocol.equals("HTTPS") || protocol.equals("TLS");
    }
}
