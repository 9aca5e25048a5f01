package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hosts that want the same address and port, and those that do not get it. */
final class ListenerConflicts {
    private final Map<String, List<LeftOut>> lost = new HashMap<>();

    /** What of a host did not get its way on this port. */
    List<LeftOut> of(String host) {
        return lost.getOrDefault(host, List.of());
    }

    /**
     * Whether a port can share a listener. Servers that speak first do not bear that the first bytes are waited for
     * (isConflictWithWellKnownPort of Istio).
     */
    boolean together(RegistryService service, RegistryPort port, ListenerDraft present) {
        boolean first = speaksFirst(port.protocol()) || speaksFirst(present.protocol());
        if (first && port.protocol() != present.protocol()) {
            lose(service, port, present);
            return false;
        }
        return true;
    }

    private static boolean speaksFirst(Protocol protocol) {
        return protocol == Protocol.MONGO || protocol == Protocol.MYSQL;
    }

    /** Adds chains to a listener, as far as it has none with the same match. */
    void merge(RegistryService service, RegistryPort port, ListenerDraft present, List<FilterChain> chains) {
        chains.forEach(c -> present.add(c).ifPresent(winner -> lose(service, port, winner)));
    }

    /** All of the host's port is lost to what is there. */
    void lose(RegistryService service, RegistryPort port, ListenerDraft present) {
        lose(service, port, present.first());
    }

    private void lose(RegistryService service, RegistryPort port, FilterChain winner) {
        lost.computeIfAbsent(service.host(), h -> new ArrayList<>()).add(new LeftOut(Reason.LISTENER_CONFLICT, port.origin(),
                Optional.of(winner.origin().object()), service.host() + ":" + port.number()));
    }
}
