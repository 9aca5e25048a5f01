package io.istiodoctor.proxy.cluster;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import java.util.List;
import java.util.Optional;

/** A gateway or a waypoint sees every host that is exported to its namespace; no Sidecar limits it. */
public record NamespaceClient(ClientRules clientRules, ServiceRegistry registry, Workload workload, boolean gateway) implements Client {
    @Override
    public List<RegistryService> services() {
        return registry.all().stream().filter(s -> service(s.host()).filter(seen -> seen == s).isPresent()).toList();
    }

    @Override
    public Optional<RegistryService> service(String host) {
        return registry.visible(host, workload.namespace());
    }

    @Override
    public Optional<RegistryService> service(String host, String owner) {
        return registry.visible(host, workload.namespace(), owner);
    }
}
