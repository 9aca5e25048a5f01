package io.istiodoctor.proxy.gateway;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.cluster.ClientRules;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import java.util.List;
import java.util.Optional;

/** A gateway sees every host that is exported to its namespace; no Sidecar limits it. */
record GatewayClient(ClientRules clientRules, ServiceRegistry registry, Workload workload) implements Client {
    @Override
    public boolean gateway() {
        return true;
    }

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
