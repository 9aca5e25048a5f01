package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.FieldRef;
import java.util.Optional;

/**
 * A port of a host.
 *
 * @param target the port of the endpoints of a ServiceEntry; 0 where each endpoint has its own
 * @param servicePort the Service port that it is; empty for a ServiceEntry's
 */
public record RegistryPort(long number, String name, Protocol protocol, long target, Optional<ServicePort> servicePort, FieldRef origin) {
    /** Whether HTTP can be recognised on it: declared, or looked for in the first bytes. */
    public boolean httpOrDetected() {
        return protocol.http() || protocol == Protocol.DETECTED;
    }
}
