package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Service port beside the one that was first to lead to the same port of the same pods. The pods' proxy makes one
 * listener for each port, by the oldest Service that leads there, and leaves out the others.
 */
public final class PortUse implements ServicePortPart {
    private record PodPort(Workload workload, long number, String transport) {}

    private record First(ServicePort port, Workload workload, long number) {}

    private final ServicePort port;
    private final List<First> firsts;

    private PortUse(ServicePort port, List<First> firsts) {
        this.port = port;
        this.firsts = firsts;
    }

    /** Every port of these Services. */
    public static List<PortUse> of(List<Service> services) {
        Map<PodPort, ServicePort> holders = new HashMap<>();
        List<PortUse> uses = new ArrayList<>();
        services.stream().sorted(Comparator.comparing(Service::resource, Age.OLDEST_FIRST)).flatMap(s -> s.ports().stream())
                .forEach(p -> uses.add(new PortUse(p, firsts(p, holders))));
        return List.copyOf(uses);
    }

    private static List<First> firsts(ServicePort port, Map<PodPort, ServicePort> holders) {
        Set<ServicePort> seen = new LinkedHashSet<>();
        List<First> firsts = new ArrayList<>();
        for (Workload workload : proxied(port.service())) {
            port.targetOn(workload).ifPresent(number -> {
                ServicePort holder = holders.putIfAbsent(new PodPort(workload, number, port.transport()), port);
                if (holder != null && holder != port && seen.add(holder)) {
                    firsts.add(new First(holder, workload, number));
                }
            });
        }
        return List.copyOf(firsts);
    }

    // Whether a template is injected is not known, so that its pods tell, where there are any.
    private static List<Workload> proxied(Service service) {
        return service.pods().isEmpty() ? service.workloads().stream().filter(w -> !w.gateway()).toList()
                : service.pods().stream().filter(Workload::sidecar).toList();
    }

    @Override
    public ServicePort port() {
        return port;
    }

    /** The older Service port for the same port of the pods that HTTP is declared for where this declares bytes, or the reverse. */
    @SeenByRules
    public Optional<ServicePort> contradicted() {
        return contradiction().map(First::port);
    }

    /** The older port of another Service for the same port of the pods that clients know by another number. */
    @SeenByRules
    public Optional<ServicePort> renumbered() {
        return renumbering().map(First::port);
    }

    /** The workload at which this port meets the other. */
    @SeenByRules
    public Optional<Workload> workload() {
        return contradiction().or(this::renumbering).map(First::workload);
    }

    /** The port of the pods at which this port meets the other; 0 when it meets none. */
    @SeenByRules
    public long podPort() {
        return contradiction().or(this::renumbering).map(First::number).orElse(0L);
    }

    private Optional<First> contradiction() {
        return firsts.stream().filter(f -> contradict(f.port, port)).findFirst();
    }

    private Optional<First> renumbering() {
        return firsts.stream().filter(f -> f.port.service() != port.service() && f.port.number() != port.number()
                && !f.port.service().headless() && !port.service().headless()).findFirst();
    }

    // Among protocols of HTTP, and among those that are passed on as bytes (TLS too), the server's proxy acts alike.
    private static boolean contradict(ServicePort a, ServicePort b) {
        return a.protocolKnown() && b.protocolKnown() && a.istioProtocol().http() != b.istioProtocol().http();
    }
}
