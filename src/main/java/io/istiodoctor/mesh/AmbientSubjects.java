package io.istiodoctor.mesh;

import io.istiodoctor.mesh.ambient.Ambient;
import io.istiodoctor.mesh.ambient.AmbientNamespace;
import io.istiodoctor.mesh.ambient.AmbientPod;
import io.istiodoctor.mesh.ambient.WaypointGateway;
import io.istiodoctor.mesh.ambient.WaypointUse;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.workload.Workload;
import java.util.List;

/**
 * What asks for ambient mode, and for waypoints.
 *
 * @param waypointUses objects that ask for waypoints
 * @param waypoints Gateways that are waypoints
 * @param pods those for which labels ask for ambient mode
 * @param namespaces those with a label for ambient mode
 */
public record AmbientSubjects(List<WaypointUse> waypointUses, List<WaypointGateway> waypoints, List<AmbientPod> pods, List<AmbientNamespace> namespaces) {
    static AmbientSubjects of(Inventory inventory, Ambient ambient, List<Workload> workloads) {
        List<WaypointUse> uses = WaypointUse.of(inventory, ambient, workloads);
        return new AmbientSubjects(uses, WaypointGateway.of(inventory, ambient, uses), AmbientPod.of(ambient, workloads), AmbientNamespace.of(inventory));
    }
}
