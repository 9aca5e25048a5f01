package io.istiodoctor.proxy.gateway;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.cluster.ClientRules;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import java.util.List;
import java.util.Optional;

/** A gateway sees every host that is exported to its namespace; no Sidecar limits it. */
final class GatewayClient implements Client {
    private final ClientRules rules;
    private final ServiceRegistry registry;
    private final Workload pod;

    GatewayClient(ClientRules rules, ServiceRegistry registry, Workload pod) {
        this.rules = rules;
        this.registry = registry;
        this.pod = pod;
    }

    @Override
    public Workload workload() {
        return pod;
    }

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
        return registry.visible(host, pod.namespace());
    }

    @Override
    public Optional<RegistryService> service(String host, String owner) {
        return registry.visible(host, pod.namespace(), owner);
    }

    @Override
    public ClientRules clientRules() {
        return rules;
    }
}
