package io.istiodoctor.trace;

import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.policy.Address;
import io.istiodoctor.mesh.policy.Peer;
import io.istiodoctor.mesh.workload.Workload;
import java.util.Optional;

/**
 * Who opens a connection, as policies see it.
 *
 * @param pod empty for a client outside
 */
record Caller(Optional<Workload> pod) {
    /** The identity that its certificate shows. */
    Peer certified(MeshConfig config) {
        String domain = config.mesh().text("trustDomain");
        return pod.map(p -> Peer.of(domain.isEmpty() ? "cluster.local" : domain, p.namespace(), p.serviceAccount())).orElse(Peer.ANONYMOUS);
    }

    /** The address from which it comes. */
    Address address() {
        return pod.map(Workload::podIP).filter(a -> !a.isEmpty()).<Address>map(Address.Known::new)
                .orElse(new Address.Unknown("it is not known from which address the request comes"));
    }
}
