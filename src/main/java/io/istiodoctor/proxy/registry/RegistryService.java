package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/**
 * A host of the mesh: a Service, or one host of a ServiceEntry.
 *
 * @param resource the Service or ServiceEntry
 * @param addresses virtual addresses, or ranges; none where clients find it in another way
 * @param external whether it is outside of the mesh, so that Istio's mutual TLS is never tried
 * @param externalName the name that an ExternalName Service stands for; empty for all others
 * @param kubernetes the Service that it is
 */
public record RegistryService(String host, String namespace, Resource resource, Resolution resolution, List<String> addresses,
        List<RegistryPort> ports, boolean external, String externalName, Optional<Service> kubernetes) {
    public RegistryService {
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
    }

    /** The port of this number that is not for UDP. */
    public Optional<RegistryPort> port(long number) {
        return ports.stream().filter(p -> p.number() == number && p.protocol() != io.istiodoctor.mesh.service.Protocol.UDP).findFirst();
    }

    /** The same with other ports. */
    public RegistryService withPorts(List<RegistryPort> some) {
        return new RegistryService(host, namespace, resource, resolution, addresses, some, external, externalName, kubernetes);
    }

    /** Whether the host stands for many names. */
    public boolean wildcard() {
        return host.startsWith("*");
    }
}
