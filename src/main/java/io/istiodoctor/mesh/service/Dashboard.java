package io.istiodoctor.mesh.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services that administer or watch a cluster, by the name and a port that they have as a rule. */
public final class Dashboard {
    private static final Map<String, List<Long>> PORTS = Map.of("grafana", List.of(80L, 3000L), "prometheus", List.of(9090L), "kiali",
            List.of(20001L),
            "tracing", List.of(80L, 16685L, 16686L), "jaeger-query", List.of(80L, 16686L), "zipkin", List.of(9411L),
            "alertmanager", List.of(9093L), "kubernetes-dashboard", List.of(80L, 443L), "argocd-server", List.of(80L, 443L));

    private Dashboard() {}

    /** The dashboard that a Service's port belongs to; empty when it is none. */
    public static Optional<String> of(Service service, long port) {
        return PORTS.getOrDefault(service.name(), List.of()).contains(port) ? Optional.of(service.name()) : Optional.empty();
    }
}
