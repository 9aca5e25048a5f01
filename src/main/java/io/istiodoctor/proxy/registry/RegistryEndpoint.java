package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.workload.Workload;
import java.util.Map;
import java.util.Optional;

/**
 * An address and port behind a host.
 *
 * @param address an IP address, or for DNS a name; empty for pods that a template will make
 * @param ready whether traffic is sent to it
 * @param workload the pod, or the template that makes it; empty for an address that is no pod's
 * @param labels those that subsets choose by
 * @param mutualTls whether it says that its proxy takes Istio's mutual TLS (label security.istio.io/tlsMode)
 * @param hostname its name in DNS below that of a headless Service; empty when it has none there
 */
public record RegistryEndpoint(String address, long port, boolean ready, Optional<Workload> workload, Map<String, String> labels,
        boolean mutualTls,
        String hostname) {
    public RegistryEndpoint {
        labels = Map.copyOf(labels);
    }

    /** An endpoint without a name of its own. */
    public RegistryEndpoint(String address, long port, boolean ready, Optional<Workload> workload, Map<String, String> labels,
            boolean mutualTls) {
        this(address, port, ready, workload, labels, mutualTls, "");
    }

    /** Whether the address is an IP address, not a name. */
    public boolean numeric() {
        return address.contains(":") || address.matches("\\d+(\\.\\d+){3}");
    }
}
