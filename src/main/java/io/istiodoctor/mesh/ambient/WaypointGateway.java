package io.istiodoctor.mesh.ambient;

import io.istiodoctor.mesh.ambient.Binding.Waypoint;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A waypoint of ambient mode: a Gateway of the class istio-waypoint. */
public record WaypointGateway(Waypoint waypoint, boolean asked, Certainty absence) implements Subject {
    /** All of them. */
    static List<WaypointGateway> of(Inventory inventory, Ambient ambient, List<WaypointUse> uses) {
        Set<String> asked = uses.stream().map(u -> u.nearest().filter(n -> u.fault().equals(Optional.of(Binding.Fault.MISSING)))
                .orElseGet(u::waypoint)).collect(Collectors.toSet());
        Certainty absence = Stream.of(Kind.NAMESPACE, Kind.SERVICE).map(k -> inventory.coverage(k).absenceAnywhere())
                .max(Certainty::compareTo).orElseThrow();
        return ambient.waypoints().all().stream()
                .map(w -> new WaypointGateway(w, asked.contains(w.gateway().ref().qualifiedName()), absence)).toList();
    }

    @Override
    public Resource resource() {
        return waypoint.gateway();
    }

    /** Whether a Namespace, Service, ServiceEntry or workload asks for it, or most likely means it by a name that no Gateway has. */
    @Override
    @SeenByRules(certainty = "absence")
    public boolean asked() {
        return asked;
    }

    /** What it means that nothing was read that asks for it. */
    @Override
    @SeenByRules
    public Certainty absence() {
        return absence;
    }

    /** The traffic that it is for: service, workload, all or none. */
    @SeenByRules
    public String trafficType() {
        return waypoint.trafficType();
    }
}
