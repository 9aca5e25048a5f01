package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which ports of Services and ServiceEntries lead to which port of a pod (GetProxyServiceTargets of Istio): of Services whose selector matches it,
 * else, of Services without a selector whose endpoints name its address; and of ServiceEntries of its namespace.
 */
final class PodHosts {
    /** A port of a host, and the port of the pod that it leads to. */
    record Target(RegistryPort from, long port) {}

    private static final Comparator<RegistryService> OLDEST_FIRST = Comparator
            .comparing((RegistryService s) -> s.resource().creationTimestamp().isEmpty())
            .thenComparing(s -> s.resource().creationTimestamp()).thenComparing(RegistryService::host);

    private final EndpointRegistry endpoints;
    private final Map<Workload, List<RegistryService>> selecting = new IdentityHashMap<>();
    private final Map<String, List<RegistryService>> unselecting = new HashMap<>();
    private final Map<String, List<RegistryService>> entries = new HashMap<>();

    PodHosts(ServiceRegistry registry, EndpointRegistry endpoints) {
        this.endpoints = endpoints;
        for (RegistryService host : registry.all()) {
            if (host.kubernetes().isEmpty()) {
                entries.computeIfAbsent(host.namespace(), n -> new ArrayList<>()).add(host);
            } else if (host.kubernetes().get().selector().isEmpty()) {
                unselecting.computeIfAbsent(host.namespace(), n -> new ArrayList<>()).add(host);
            } else {
                host.kubernetes().get().workloads().forEach(w -> selecting.computeIfAbsent(w, any -> new ArrayList<>(2)).add(host));
            }
        }
    }

    /** Those of the oldest host first, of each host in the order of its ports. */
    List<Target> of(Workload pod) {
        List<RegistryService> hosts = new ArrayList<>(selecting.getOrDefault(pod, unselecting.getOrDefault(pod.namespace(), List.of())));
        hosts.addAll(entries.getOrDefault(pod.namespace(), List.of()));
        List<Target> targets = new ArrayList<>();
        hosts.stream().sorted(OLDEST_FIRST)
                .forEach(h -> h.ports().forEach(p -> target(h, p, pod).ifPresent(t -> targets.add(new Target(p, t)))));
        return targets;
    }

    private Optional<Long> target(RegistryService host, RegistryPort port, Workload pod) {
        if (host.kubernetes().filter(s -> !s.selector().isEmpty()).isPresent()) {
            return port.servicePort().flatMap(p -> p.targetOn(pod));
        }
        if (host.kubernetes().isEmpty() && host.resource().spec().get("workloadSelector").isPresent()) {
            Map<String, String> selector = Resource.texts(host.resource().spec().get("workloadSelector").get("labels"));
            return Labels.match(selector, pod.labels()) ? Optional.of(port.target() > 0 ? port.target() : port.number()) : Optional.empty();
        }
        return pod.podIP().isEmpty() ? Optional.empty()
                : endpoints.of(host, port).stream().filter(e -> pod.podIPs().contains(e.address())).map(RegistryEndpoint::port).findFirst();
    }
}
