package io.istiodoctor.mesh.ambient;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which pods are in ambient mode, so that their node's ztunnel takes what they send and get (istio-cni), and where their waypoints are. */
public final class Ambient {
    /** The port at which ztunnels and waypoints take what is wrapped in Istio's mTLS (HBONE). */
    public static final long HBONE = 15008;

    static final String MODE = "istio.io/dataplane-mode";
    private static final String REDIRECTION = "ambient.istio.io/redirection";

    private final Map<String, Resource> namespaces = new HashMap<>();
    private final Inventory inventory;
    private final List<Workload> workloads;
    private final Waypoints waypoints;

    /** @param workloads pods and templates */
    public Ambient(Inventory inventory, List<Workload> workloads) {
        inventory.all(Kind.NAMESPACE).forEach(n -> namespaces.put(n.ref().name(), n));
        this.inventory = inventory;
        this.workloads = workloads.stream().filter(w -> !w.assumed()).toList();
        this.waypoints = new Waypoints(inventory, namespaces, workloads);
    }

    /** Waypoints, and what they are for. */
    public Waypoints waypoints() {
        return waypoints;
    }

    /** Objects that ask for waypoints. */
    public List<WaypointUse> waypointUses() {
        return WaypointUse.of(inventory, this, workloads);
    }

    /** Waypoints, and whether anything asks for them. */
    public List<WaypointGateway> waypointGateways() {
        return WaypointGateway.of(inventory, this, waypointUses());
    }

    /** Pods for which labels ask for ambient mode. */
    public List<AmbientPod> pods() {
        return workloads.stream().filter(this::enrolled).map(w -> new AmbientPod(w, this)).toList();
    }

    /** Namespaces with a label for ambient mode. */
    public List<AmbientNamespace> labelledNamespaces() {
        return AmbientNamespace.of(inventory);
    }

    /** The namespace's object, where it was read. */
    Optional<Resource> namespace(String name) {
        return Optional.ofNullable(namespaces.get(name));
    }

    /** Whether labels ask for ambient mode: the pod's own, else those of its namespace. */
    public boolean enrolled(Workload pod) {
        return pod.labels().getOrDefault(MODE, namespace(pod.namespace()).map(n -> n.labels().getOrDefault(MODE, "")).orElse(""))
                .equals("ambient");
    }

    /** Whether a ztunnel can take care of a pod at all: not of one with a proxy of its own, or in the node's network. */
    public boolean eligible(Workload pod) {
        return pod.proxy().isEmpty() && !pod.gateway() && !pod.waypoint() && !pod.hostNetwork();
    }

    /** Whether a ztunnel takes care of a pod, as its annotation says; of pods that a template will make, where labels ask for it. */
    public boolean captured(Workload pod) {
        return eligible(pod) && (marked(pod) || pod.template() && enrolled(pod));
    }

    /** Whether istio-cni has noted on a pod that a ztunnel takes care of it. */
    public boolean marked(Workload pod) {
        return pod.annotations().getOrDefault(REDIRECTION, "").equals("enabled");
    }
}
