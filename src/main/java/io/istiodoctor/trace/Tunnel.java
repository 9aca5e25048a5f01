package io.istiodoctor.trace;

import io.istiodoctor.mesh.ambient.Ambient;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import java.util.Optional;

/** Whether what a pod sends to one in ambient mode is wrapped in the mTLS of ztunnels (HBONE). */
enum Tunnel {
    /** It is. */
    YES,
    /** It is not: the sender is outside of the mesh, or the receiver not in ambient mode. */
    NO,
    /** That depends on whether istiod lets Envoys do it, which is not known (PILOT_ENABLE_AMBIENT, endpoint_builder.go of Istio). */
    PERHAPS;

    static Tunnel between(Ambient ambient, MeshConfig config, Optional<Workload> from, Workload to) {
        if (from.isEmpty() || !ambient.captured(to)) {
            return NO;
        }
        Workload sender = from.get();
        boolean envoy = sender.gateway() || sender.sidecar();
        if (ambient.captured(sender) || sender.waypoint()
                || envoy && config.environment("PILOT_ENABLE_AMBIENT").filter("true"::equals).isPresent()) {
            return YES;
        }
        return envoy ? PERHAPS : NO;
    }
}
