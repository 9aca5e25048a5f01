package io.istiodoctor.mesh.ambient;

import io.istiodoctor.mesh.ambient.Binding.Fault;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An object that asks for a waypoint: a Namespace, Service, ServiceEntry or workload with the label istio.io/use-waypoint. */
public final class WaypointUse implements Subject {
    private final Resource object;
    private final String path;
    private final Map<String, String> labels;
    private final Binding binding;
    private final Inventory inventory;
    private final List<Resource> gateways;

    private WaypointUse(Resource object, String path, Map<String, String> labels, Binding binding, Inventory inventory,
            List<Resource> gateways) {
        this.object = object;
        this.path = path;
        this.labels = labels;
        this.binding = binding;
        this.inventory = inventory;
        this.gateways = gateways;
    }

    /** @param workloads pods and templates; pods that a template made are left out, since it says the same */
    static List<WaypointUse> of(Inventory inventory, Ambient ambient, List<Workload> workloads) {
        List<WaypointUse> all = new ArrayList<>();
        List<Resource> gateways = inventory.all(Kind.KUBERNETES_GATEWAY);
        Stream.of(Kind.NAMESPACE, Kind.SERVICE, Kind.SERVICE_ENTRY).flatMap(k -> inventory.all(k).stream())
                .filter(o -> o.labels().containsKey(Waypoints.USE))
                .forEach(o -> all
                        .add(new WaypointUse(o, "metadata.labels.\"" + Waypoints.USE + "\"", o.labels(), o.ref().kind().equals("Namespace")
                                ? ambient.waypoints().asked(o) : ambient.waypoints().ofService(o), inventory, gateways)));
        workloads.stream()
                .filter(w -> w.labels().containsKey(Waypoints.USE)
                        && (w.template() || w.resource().root().get("metadata").get("ownerReferences").elements().isEmpty()))
                .forEach(w -> all.add(new WaypointUse(w.resource(),
                        (w.template() ? w.templatePath() + "." : "") + "metadata.labels.\"" + Waypoints.USE + "\"", w.labels(),
                        ambient.waypoints().ofPod(w), inventory, gateways)));
        return all;
    }

    @Override
    public Resource resource() {
        return object;
    }

    @Override
    public String path() {
        return path;
    }

    /** The label's value. */
    @SeenByRules
    public String written() {
        return labels.getOrDefault(Waypoints.USE, "");
    }

    private String home() {
        String own = object.ref().namespace().isEmpty() ? object.ref().name() : object.ref().namespace();
        return labels.getOrDefault(Waypoints.USE_NAMESPACE, own);
    }

    /** "namespace/name" of the Gateway that it means. */
    @SeenByRules
    public String waypoint() {
        return home() + "/" + written();
    }

    /** Why the Gateway takes nothing of what is sent to the object; empty where it does, or where there is none on purpose. */
    @SeenByRules(certainty = "absence", absentWhenTrue = true)
    public Optional<Fault> fault() {
        return binding instanceof Binding.Unusable(String name, var label, Fault fault) ? Optional.of(fault) : Optional.empty();
    }

    /** The traffic that the Gateway is for: service, workload, all or none; empty where there is no such waypoint. */
    @SeenByRules
    public String trafficType() {
        return found().map(g -> g.labels().getOrDefault(Waypoints.FOR, "service")).orElse("");
    }

    private Optional<Resource> found() {
        return gateways.stream().filter(g -> g.ref().qualifiedName().equals(waypoint())).findFirst();
    }

    /** "namespace/name" of a waypoint that was most likely meant: of that name elsewhere, or called alike. */
    @SeenByRules
    public Optional<String> nearest() {
        List<String> names = gateways.stream().filter(g -> g.spec().text("gatewayClassName").equals("istio-waypoint"))
                .map(g -> g.ref().qualifiedName()).sorted().toList();
        return names.stream().filter(n -> n.endsWith("/" + written())).findFirst().or(() -> Nearest.name(waypoint(), names.stream()
                .filter(n -> n.startsWith(home() + "/")).toList())).filter(n -> !n.equals(waypoint()));
    }

    /** The name of that waypoint, without its namespace. */
    @SeenByRules
    public Optional<String> nearestName() {
        return nearest().map(n -> n.substring(n.indexOf('/') + 1));
    }

    /** What it means that the Gateway was not read. */
    @SeenByRules
    public Certainty absence() {
        return fault().equals(Optional.of(Fault.MISSING)) ? inventory.coverage(Kind.KUBERNETES_GATEWAY).absenceIn(home())
                : Certainty.CERTAIN;
    }
}
