package io.istiodoctor.proxy.cluster;

import io.istiodoctor.mesh.destination.DestinationRules.Choice;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.List;
import java.util.Optional;

/** The proxy for which clusters are made: what it sees of the mesh. */
public interface Client {
    /** The pod that the proxy runs in. */
    Workload workload();

    /** Whether it is a gateway, not the proxy beside an application. */
    boolean gateway();

    /** Every host that it sees, of several objects for one host the one that counts. */
    List<RegistryService> services();

    /** What it takes a host to be; empty when it does not know the host. */
    Optional<RegistryService> service(String host);

    /** What it takes a route's destination to be, where the route's own namespace may come first; empty when it does not know the host. */
    Optional<RegistryService> service(String host, String owner);

    /** The DestinationRules that hold for it and the host. */
    default Choice rules(RegistryService service) {
        return clientRules().of(service, workload());
    }

    /** The DestinationRules of the mesh. */
    ClientRules clientRules();
}
