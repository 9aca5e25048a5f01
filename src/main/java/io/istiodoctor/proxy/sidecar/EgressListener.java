package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import java.util.List;

/**
 * What one egress listener of a Sidecar imports; without any Sidecar, what the proxy sees at all (IstioEgressListenerWrapper).
 *
 * @param port 0 where it holds for all ports that no other listener of the Sidecar names
 * @param protocol of that port, as written
 * @param bind the address that it binds, as written
 * @param bound whether it binds a real port ({@code captureMode: NONE}), not one to which connections are redirected
 * @param origin the listener in the Sidecar, else the object of the pod
 * @param services hosts in the order in which they are taken, some of them with a part of their ports
 * @param virtualServices in the order in which they count
 */
record EgressListener(long port, String protocol, String bind, boolean bound, FieldRef origin, ImportedHosts hosts,
        List<RegistryService> services,
        List<EffectiveVirtualService> virtualServices) {
    EgressListener {
        services = List.copyOf(services);
        virtualServices = List.copyOf(virtualServices);
    }

    /** Whether only ports of its own number are imported; a listener for clients of an HTTP proxy takes all. */
    static boolean ownPortOnly(long port, String protocol) {
        return port != 0 && !protocol.equalsIgnoreCase("HTTP_PROXY");
    }

    boolean ownPortOnly() {
        return ownPortOnly(port, protocol);
    }

    /** Whether clients speak to it as to an HTTP proxy. */
    boolean httpProxy() {
        return protocol.equalsIgnoreCase("HTTP_PROXY");
    }
}
