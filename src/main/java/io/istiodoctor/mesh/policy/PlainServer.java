package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import java.util.Optional;

/**
 * A workload that takes plain text only, so that nobody has an identity there.
 *
 * @param workload a pod of it
 * @param policyNamespace where the PeerAuthentication is that says so
 * @param policyName its name
 */
public record PlainServer(@SeenByRules Workload workload, @SeenByRules String policyNamespace, @SeenByRules String policyName) {
    static Optional<PlainServer> of(Workload workload, PeerMode taken) {
        return taken.by().filter(p -> taken.mode().equals("DISABLE")).map(p -> {
            ObjectRef policy = p.ref();
            return new PlainServer(workload, policy.namespace(), policy.name());
        });
    }
}
