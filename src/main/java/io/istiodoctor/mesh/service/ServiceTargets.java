package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.workload.Workload;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Service ports that lead to a pod, in the order in which istiod looks at them (serviceTargetsByPod). */
public final class ServiceTargets {
    private record Target(long port, Protocol protocol) {}

    private ServiceTargets() {}

    /** Ports for TCP of the oldest Service first, then by host; each port of the pod with one protocol once a Service. */
    public static List<ServicePort> of(Workload workload, List<Service> services) {
        return services.stream()
                .sorted(Comparator.comparing((Service s) -> s.resource().creationTimestamp().isEmpty())
                        .thenComparing(s -> s.resource().creationTimestamp()).thenComparing(Service::host))
                .flatMap(s -> of(workload, s).stream()).toList();
    }

    // Of two ports of one Service with one target and protocol, the later does not exist for istiod.
    private static List<ServicePort> of(Workload workload, Service service) {
        Set<Target> seen = new HashSet<>();
        return service.ports().stream().filter(p -> p.transport().equals("TCP"))
                .filter(p -> p.targetOn(workload).filter(t -> seen.add(new Target(t, p.istioProtocol()))).isPresent()).toList();
    }

    /** The Service port by which a Gateway's port is translated, of those that lead to a pod; empty where the number stands as it is. */
    public static Optional<ServicePort> translating(long number, List<ServicePort> targets) {
        return targets.stream().filter(p -> p.number() == number && translates(p.service())).findFirst();
    }

    // A label can keep it from that.
    private static boolean translates(Service service) {
        return !service.resource().labels().containsKey("experimental.istio.io/disable-gateway-port-translation");
    }
}
