package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.SidecarOutbound;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The outgoing side of one pod's proxy; each port is made when it is asked for. */
final class OutboundSidecar implements SidecarOutbound {
    private record Port(Map<String, EnvoyListener> byAddress, ListenerConflicts conflicts) {}

    private final EgressScope scope;
    private final Workload pod;
    private final OutboundPorts ports;
    private final OutboundAbsences absences;
    private final Map<Long, Port> made = new HashMap<>();

    OutboundSidecar(EgressScope scope, Workload pod, OutboundPorts ports, OutboundAbsences absences) {
        this.scope = scope;
        this.pod = pod;
        this.ports = ports;
        this.absences = absences;
    }

    @Override
    public Optional<EnvoyListener> listener(String address, long port) {
        Map<String, EnvoyListener> found = port(port).byAddress();
        return Optional.ofNullable(found.getOrDefault(address, found.getOrDefault(address.contains(":") ? "::" : "0.0.0.0", null)));
    }

    @Override
    public List<EnvoyListener> listeners() {
        SortedSet<Long> numbers = new TreeSet<>();
        for (EgressListener e : scope.listeners()) {
            if (e.port() != 0) {
                numbers.add(e.port());
            } else {
                e.services().forEach(s -> s.ports().forEach(p -> numbers.add(p.number())));
            }
        }
        return numbers.stream().flatMap(n -> port(n).byAddress().values().stream()).toList();
    }

    @Override
    public List<LeftOut> leftOut(String host, long port) {
        return Stream.concat(absences.of(host, port).stream(), port(port).conflicts().of(host).stream()).toList();
    }

    @Override
    public ClusterName unknown() {
        return scope.unknown().cluster();
    }

    private Port port(long port) {
        return made.computeIfAbsent(port, this::make);
    }

    private Port make(long port) {
        PortListeners drafts = ports.make(port);
        Map<String, EnvoyListener> byAddress = new LinkedHashMap<>();
        drafts.byAddress().forEach((address, draft) -> byAddress.put(address, draft.finish(fallthrough())));
        return new Port(byAddress, drafts.conflicts());
    }

    private FilterChain fallthrough() {
        FieldRef origin = scope.unknown().origin().orElseGet(() -> FieldRef.of(pod.resource().ref()));
        return new FilterChain(ChainMatch.ANY, Optional.empty(), new Tcp(List.of(new ClusterShare(unknown(), 0, origin)), origin), "",
                origin);
    }
}
