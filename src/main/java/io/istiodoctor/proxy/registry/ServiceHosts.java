package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.FieldRef;
import java.util.List;
import java.util.Optional;

/** The hosts of Services (ConvertService of Istio). */
final class ServiceHosts {
    private ServiceHosts() {}

    static RegistryService of(Service service) {
        String alias = service.externalName();
        Resolution resolution = service.headless() ? Resolution.NONE : alias.isEmpty() ? Resolution.STATIC : Resolution.ALIAS;
        List<RegistryPort> ports = service.ports().stream().map(ServiceHosts::port).toList();
        return new RegistryService(service.host(), service.namespace(), service.resource(), resolution, service.clusterAddresses(), ports,
                !alias.isEmpty(),
                alias, Optional.of(service));
    }

    private static RegistryPort port(ServicePort port) {
        return new RegistryPort(port.number(), port.portName(), port.istioProtocol(), 0, Optional.of(port),
                new FieldRef(port.resource().ref(), port.path()));
    }
}
