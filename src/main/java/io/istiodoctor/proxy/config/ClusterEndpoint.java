package io.istiodoctor.proxy.config;

import io.istiodoctor.mesh.workload.Workload;
import java.util.Optional;

/**
 * One endpoint of a cluster.
 *
 * @param address IP address, or a name for DNS; empty for pods that a template will make
 * @param port 0 where the port is the one that the client meant
 * @param workload the pod, or the template that makes it; empty for an address outside of the mesh
 * @param mutualTls whether a proxy there takes Istio's mutual TLS, as istiod tells the clients
 */
public record ClusterEndpoint(String address, long port, Optional<Workload> workload, boolean mutualTls) {
    /** The name of the pod, or of the workload that makes it; empty for an address outside of the mesh. */
    public String workloadName() {
        return workload.map(Workload::name).orElse("");
    }

    /** "10.244.1.3:8080". */
    public String socket() {
        return address + ":" + port;
    }
}
