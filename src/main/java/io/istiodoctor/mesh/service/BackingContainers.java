package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.workload.Container;
import io.istiodoctor.mesh.workload.Workload;
import java.util.List;
import java.util.stream.Stream;

/** Which containers take what a Service port sends to the pods. */
final class BackingContainers {
    private BackingContainers() {}

    /** The containers that declare the target port, and a pod's only one when it declares no port at all. */
    static List<Container> of(ServicePort port) {
        return among(port).toList();
    }

    /** The same, each looked for when it is asked for. */
    static Stream<Container> among(ServicePort port) {
        return port.service().workloads().stream().filter(w -> !w.gateway()).flatMap(w -> of(port, w)).distinct();
    }

    private static Stream<Container> of(ServicePort port, Workload workload) {
        List<Container> all = workload.applicationContainers();
        long target = port.targetOn(workload).orElse(0L);
        return all.size() == 1 && all.getFirst().ports().isEmpty() ? all.stream() : all.stream().filter(c -> c.ports().stream()
                .anyMatch(p -> p.number() == target && p.transport().equals(port.transport())));
    }
}
