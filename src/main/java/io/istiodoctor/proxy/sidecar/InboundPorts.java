package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The ports of a pod that Services and ServiceEntries lead to. Where several lead to one, the oldest counts, of one Service the first port, and
 * with it the protocol (SetServiceTargets and getFilterChainsByServicePort of Istio).
 */
final class InboundPorts {
    /** Ports on which the proxy itself listens: its status, its metrics, outgoing and incoming traffic. */
    private static final Set<Long> RESERVED = Set.of(15001L, 15006L, 15021L, 15090L);
    static final Comparator<RegistryService> OLDEST_FIRST = Comparator.comparing((RegistryService s) -> s.resource().creationTimestamp().isEmpty())
            .thenComparing(s -> s.resource().creationTimestamp()).thenComparing(RegistryService::host);

    private final EndpointRegistry endpoints;
    private final Workload pod;
    private final Map<Long, InboundPort> found = new TreeMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private InboundPorts(EndpointRegistry endpoints, Workload pod) {
        this.endpoints = endpoints;
        this.pod = pod;
    }

    /** @param hosts Services and ServiceEntries of the pod's namespace, oldest first; where Services select the pod, of Services only these */
    static InboundPorts of(EndpointRegistry endpoints, Workload pod, List<RegistryService> hosts) {
        InboundPorts ports = new InboundPorts(endpoints, pod);
        hosts.forEach(ports::add);
        return ports;
    }

    /** By number, ascending. */
    Map<Long, InboundPort> found() {
        return found;
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }

    private boolean selectedService(RegistryService host) {
        return host.kubernetes().filter(s -> s.workloads().stream().anyMatch(w -> w == pod)).isPresent();
    }

    private void add(RegistryService host) {
        for (RegistryPort port : host.ports()) {
            target(host, port).filter(t -> !RESERVED.contains(t)).ifPresent(t -> add(t, port));
        }
    }

    private void add(long target, RegistryPort port) {
        InboundPort first = found.putIfAbsent(target, new InboundPort(target, port.protocol(), Absent.ABSENT, "", port.origin()));
        if (first != null && first.protocol() != port.protocol()) {
            leftOut.add(new LeftOut(Reason.PROTOCOL_OF_TARGET_TAKEN, port.origin(), Optional.of(first.origin().object()), Long.toString(target)));
        }
    }

    private Optional<Long> target(RegistryService host, RegistryPort port) {
        if (selectedService(host)) {
            return port.servicePort().orElseThrow().targetOn(pod);
        }
        if (host.kubernetes().isEmpty() && host.resource().spec().get("workloadSelector").isPresent()) {
            Map<String, String> selector = Resource.texts(host.resource().spec().get("workloadSelector").get("labels"));
            return Labels.match(selector, pod.labels()) ? Optional.of(port.target() > 0 ? port.target() : port.number()) : Optional.empty();
        }
        boolean addressed = host.kubernetes().map(s -> s.selector().isEmpty()).orElse(true) && !pod.podIP().isEmpty();
        return addressed ? endpoints.of(host, port).stream().filter(e -> e.address().equals(pod.podIP())).map(e -> e.port()).findFirst()
                : Optional.empty();
    }
}
