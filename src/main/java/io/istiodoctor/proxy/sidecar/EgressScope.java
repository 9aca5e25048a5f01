package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the proxies see that one Sidecar governs in one namespace, or that none governs (SidecarScope of Istio).
 *
 * @param sidecar the Sidecar; empty where none holds
 * @param listeners in order; one without a port is the last
 * @param services every host that is seen, of several objects for one host the one that counts
 * @param unknown what is done with connections to hosts that are not seen
 */
record EgressScope(Optional<ObjectRef> sidecar, String namespace, List<EgressListener> listeners, Map<String, RegistryService> services,
        UnknownTraffic unknown) {
    EgressScope {
        listeners = List.copyOf(listeners);
    }

    /** The listener whose imports make the routes of a port: its own, else the one for all others (GetEgressListenerForRDS). */
    Optional<EgressListener> listener(long port) {
        return listeners.stream().filter(l -> l.port() == 0 || l.port() == port).findFirst();
    }

    /** The field that says what the scope is; empty where nothing was written. */
    Optional<FieldRef> origin() {
        return sidecar.map(FieldRef::of);
    }
}
