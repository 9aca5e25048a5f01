package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.ServiceTargets;
import io.istiodoctor.mesh.workload.Container.ContainerPort;
import io.istiodoctor.mesh.workload.Workload;
import java.util.List;
import java.util.Optional;

/**
 * Where one Gateway server listens in one gateway pod (E1). The server's port is translated by the first Service port of
 * that number; without one, the proxy binds the number as it stands.
 *
 * @param server the Gateway's server
 * @param workload the gateway's pod or pod template
 * @param port the port that the proxy binds
 * @param translatedBy the Service port whose target it binds; empty when the number stands as it is
 * @param entrances Service ports that lead to the bound port
 */
public record Listener(@SeenByRules GatewayServer server, @SeenByRules Workload workload, @SeenByRules long port,
        @SeenByRules Optional<ServicePort> translatedBy,
        @SeenByRules List<ServicePort> entrances) {
    /** A port that a pod binds at an address. */
    record Place(Workload pod, String bind, long port) {}

    Place place() {
        return new Place(workload, server.bind(), port);
    }

    static Listener of(GatewayServer server, Workload workload, List<Service> services) {
        Optional<ServicePort> translation = ServiceTargets.translating(server.port(), ServiceTargets.of(workload, services));
        long bound = bound(server.port(), workload, translation);
        List<ServicePort> entrances = services.stream().flatMap(s -> s.ports().stream())
                .filter(p -> p.transport().equals("TCP"))
                .filter(p -> p.targetOn(workload).filter(t -> t == bound).isPresent()).toList();
        return new Listener(server, workload, bound, translation, entrances);
    }

    private static long bound(long number, Workload workload, Optional<ServicePort> translation) {
        return translation.flatMap(p -> p.targetOn(workload)).orElse(number);
    }

    /**
     * The port that a pod binds for a server.
     *
     * @param targets the Service ports that lead to the pod
     */
    public static long bound(ServerSpec server, Workload workload, List<ServicePort> targets) {
        return bound(server.port(), workload, ServiceTargets.translating(server.port(), targets));
    }

    /** Whether the pod takes connections on the bound port without a Service: from its node, or by a host port. */
    @SeenByRules
    public boolean onNode() {
        return workload.hostNetwork() || hostPort().isPresent();
    }

    /** The port of the node that leads to the bound port. */
    @SeenByRules
    public Optional<Long> hostPort() {
        return workload.hostNetwork() ? Optional.of(port) : workload.ports().stream()
                .filter(p -> p.number() == port && p.hostPort() > 0).map(ContainerPort::hostPort).findFirst();
    }

    /** Whether istiod leaves it out: a port below 1024 on a proxy that says it may not bind those. */
    @SeenByRules
    public boolean privileged() {
        return privileged(workload, port);
    }

    /** Whether the proxy in a pod says that it may not bind the port (IsUnprivileged of istiod). */
    public static boolean privileged(Workload workload, long port) {
        return port < 1024 && workload.proxy()
                .filter(p -> p.env().getOrDefault("ISTIO_META_UNPRIVILEGED_POD", "").matches("(?i)1|t|true")).isPresent();
    }

    /** What the proxy in a gateway's pod uses the port for itself; empty when it does not. */
    @SeenByRules
    public String reservedFor() {
        return switch ((int) port) {
            case 15000 -> "Envoy's administration";
            case 15004 -> "istiod's debug interface";
            case 15020 -> "the agent's metrics and health";
            case 15021 -> "the gateway's health";
            case 15090 -> "Envoy's metrics";
            default -> "";
        };
    }

    /** Whether Istio keeps the port for proxies beside applications; in a gateway's pods nothing takes it as a rule. */
    @SeenByRules
    public boolean reservedForSidecars() {
        return List.of(15001L, 15002L, 15006L, 15053L).contains(port);
    }

    /** Whether a Service port or the node leads here. */
    @SeenByRules
    public boolean reachable() {
        return !entrances.isEmpty() || onNode();
    }
}
