package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Workload;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The gateways by which requests come into the mesh, the workloads that they lead to, and whether they see where clients are. */
final class Entrances {
    private final List<Workload> gateways;
    private final Set<Workload> behind = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Services services;
    private final boolean forwarded;

    Entrances(List<Gateway> gateways, List<VirtualService> routes, Services services, MeshConfig config) {
        this.gateways = gateways.stream().flatMap(g -> g.workloads().stream()).distinct().toList();
        this.services = services;
        var topology = config.mesh().get("defaultConfig").get("gatewayTopology");
        this.forwarded = topology.get("numTrustedProxies").number().orElse(0L) > 0 || topology.get("proxyProtocol").isPresent();
        routes.stream().flatMap(v -> v.destinations().stream()).filter(d -> !d.fromGateway().gateways().isEmpty())
                .flatMap(d -> d.service().stream()).flatMap(s -> s.workloads().stream()).forEach(behind::add);
    }

    List<Workload> gateways() {
        return gateways;
    }

    Optional<Workload> behind(Collection<Workload> workloads) {
        return workloads.stream().filter(behind::contains).findFirst();
    }

    /**
     * The Service before one of some gateways by which nodes put their own address in place of the client's.
     *
     * @param connection whether the address of the connection is asked for, and not one that headers or PROXY protocol tell
     */
    Optional<Service> hiding(Collection<Workload> workloads, boolean connection) {
        return workloads.stream().filter(w -> w.gateway() && !w.assumed() && (connection || !told(w))).flatMap(w -> services.of(w).stream())
                .filter(s -> Set.of("LoadBalancer", "NodePort").contains(s.type()) && !s.externalTrafficPolicy().equals("Local"))
                .findFirst();
    }

    private boolean told(Workload gateway) {
        return forwarded || gateway.annotations().getOrDefault("proxy.istio.io/config", "").contains("gatewayTopology");
    }
}
