package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.cluster.ClientRules;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The proxy beside an application sees what its Sidecar imports. */
final class SidecarClient implements Client {
    private final ClientRules rules;
    private final EgressScope scope;
    private final Workload pod;

    SidecarClient(ClientRules rules, EgressScope scope, Workload pod) {
        this.rules = rules;
        this.scope = scope;
        this.pod = pod;
    }

    @Override
    public Workload workload() {
        return pod;
    }

    @Override
    public boolean gateway() {
        return false;
    }

    @Override
    public List<RegistryService> services() {
        return List.copyOf(scope.services().values());
    }

    @Override
    public Optional<RegistryService> service(String host) {
        return Optional.ofNullable(scope.services().get(host.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Optional<RegistryService> service(String host, String owner) {
        return service(host);
    }

    @Override
    public ClientRules clientRules() {
        return rules;
    }
}
