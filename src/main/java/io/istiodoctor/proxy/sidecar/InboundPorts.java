package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.model.Absent;
import io.istiodoctor.proxy.registry.RegistryPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The ports of a pod that Services and ServiceEntries lead to. Where several lead to one, the oldest counts, of one Service the first port, and
 * with it the protocol (getFilterChainsByServicePort of Istio).
 *
 * @param found by number, ascending
 */
record InboundPorts(Map<Long, InboundPort> found, List<LeftOut> leftOut) {
    /** Ports on which the proxy itself listens: outgoing and incoming traffic, its status, its metrics. */
    private static final Set<Long> RESERVED = Set.of(15001L, 15006L, 15021L, 15090L);

    /** @param targets those that count first come first */
    static InboundPorts of(List<PodHosts.Target> targets) {
        InboundPorts ports = new InboundPorts(new TreeMap<>(), new ArrayList<>());
        targets.stream().filter(t -> !RESERVED.contains(t.port())).forEach(ports::add);
        return ports;
    }

    private void add(PodHosts.Target target) {
        RegistryPort from = target.from();
        InboundPort first = found.putIfAbsent(target.port(),
                new InboundPort(target.port(), from.protocol(), Absent.ABSENT, "", from.origin()));
        if (first != null && first.protocol() != from.protocol()) {
            leftOut.add(new LeftOut(Reason.PROTOCOL_OF_TARGET_TAKEN, from.origin(), Optional.of(first.origin().object()),
                    Long.toString(target.port())));
        }
    }
}
