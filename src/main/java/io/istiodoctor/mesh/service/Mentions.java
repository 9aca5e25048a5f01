package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What other objects say of Services and of pods, as they write it: it is read before anything is resolved.
 *
 * @param routed full names of hosts that VirtualServices lead to
 * @param routedFromGateways those of them that VirtualServices with a Gateway lead to
 * @param backends "namespace/name" of Services that Ingresses and routes of the Gateway API lead to
 * @param gatewayPorts by pod, the ports of the Gateways that configure it
 */
public record Mentions(Set<String> routed, Set<String> routedFromGateways, Set<String> backends, Map<Workload, Set<Long>> gatewayPorts) {
    /** The ports that Gateways name for some of these pods, each once. */
    List<Long> gatewayPorts(List<Workload> pods) {
        return pods.stream().flatMap(w -> gatewayPorts.getOrDefault(w, Set.of()).stream()).distinct().toList();
    }
}
