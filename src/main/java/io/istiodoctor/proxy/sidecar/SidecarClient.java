package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.cluster.ClientRules;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The proxy beside an application sees what its Sidecar imports. */
record SidecarClient(ClientRules clientRules, EgressScope scope, Workload workload) implements Client {
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
}
