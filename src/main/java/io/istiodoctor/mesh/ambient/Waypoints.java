package io.istiodoctor.mesh.ambient;

import io.istiodoctor.mesh.ambient.Binding.Fault;
import io.istiodoctor.mesh.ambient.Binding.Waypoint;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.workload.GatewayControllers;
import io.istiodoctor.mesh.workload.ManagedGateway;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Waypoints, and by which labels Services, pods and namespaces ask for them (ambient/waypoints.go of Istio). */
public final class Waypoints {
    static final String USE = "istio.io/use-waypoint";
    static final String USE_NAMESPACE = "istio.io/use-waypoint-namespace";
    static final String FOR = "istio.io/waypoint-for";
    private static final String BINDING = "ambient.istio.io/waypoint-inbound-binding";

    /** A namespace's object by name. */
    private record Named(String namespace, String name) {}

    private final Map<String, Resource> namespaces;
    private final Map<Named, Resource> gateways = new HashMap<>();
    private final GatewayControllers controllers;
    private final Map<Named, List<Workload>> pods;

    Waypoints(Inventory inventory, Map<String, Resource> namespaces, List<Workload> workloads) {
        this.namespaces = namespaces;
        this.controllers = new GatewayControllers(inventory);
        inventory.all(Kind.KUBERNETES_GATEWAY).forEach(g -> gateways.put(new Named(g.ref().namespace(), g.ref().name()), g));
        this.pods = workloads.stream().filter(w -> w.labels().containsKey(ManagedGateway.NAME_LABEL))
                .collect(Collectors.groupingBy(w -> new Named(w.namespace(), w.labels().get(ManagedGateway.NAME_LABEL))));
    }

    /** All waypoints that are Istio's own. */
    public List<Waypoint> all() {
        return gateways.values().stream().filter(this::own).map(g -> new Waypoint(g, trafficType(g))).toList();
    }

    /** The pods of a waypoint, and the templates that make them. */
    public List<Workload> pods(Waypoint waypoint) {
        return pods.getOrDefault(new Named(waypoint.gateway().ref().namespace(), waypoint.gateway().ref().name()), List.of());
    }

    /** Whether a pod of a waypoint stands before a Service. */
    public boolean before(Workload pod, Resource service) {
        return ofService(service) instanceof Binding.Bound(Waypoint waypoint, FieldRef label)
                && waypoint.gateway().ref().namespace().equals(pod.namespace())
                && waypoint.gateway().ref().name().equals(pod.labels().get(ManagedGateway.NAME_LABEL));
    }

    /** The waypoint before a Service, or before a ServiceEntry. */
    public Binding ofService(Resource service) {
        return checked(target(service.ref().namespace(), service, Optional.of(service)), Waypoint::forServices, false);
    }

    /** The waypoint before a pod that is meant by its own address. What a namespace asks for is for Services, unless the waypoint says otherwise. */
    public Binding ofPod(Workload pod) {
        boolean own = pod.labels().containsKey(USE);
        return checked(target(pod.namespace(), pod.resource(), own ? Optional.of(pod.resource()) : Optional.empty()),
                Waypoint::forWorkloads, !own);
    }

    /** What the labels of an object itself ask for. */
    Binding asked(Resource object) {
        return target(object.ref().namespace().isEmpty() ? object.ref().name() : object.ref().namespace(), object, Optional.of(object));
    }

    private static Binding checked(Binding binding, Predicate<Waypoint> takes, boolean inherited) {
        return !(binding instanceof Binding.Bound(Waypoint waypoint, FieldRef label)) || takes.test(waypoint) ? binding
                : inherited ? new Binding.None()
                : new Binding.Unusable(waypoint.gateway().ref().qualifiedName(), label, Fault.OTHER_TRAFFIC);
    }

    private Binding target(String namespace, Resource object, Optional<Resource> own) {
        Map<String, String> labels = own.filter(o -> !o.equals(namespaces.get(namespace))).map(this::labels).orElse(Map.of());
        if (labels.containsKey(USE)) {
            return bind(namespace, labels, new FieldRef(object.ref(), path(object)));
        }
        Resource home = namespaces.get(namespace);
        return home == null || !home.labels().containsKey(USE) ? new Binding.None()
                : bind(namespace, home.labels(), new FieldRef(home.ref(), path(home)));
    }

    // A workload's labels are those of its pods.
    private Map<String, String> labels(Resource object) {
        return object.root().get("spec").get("template").get("metadata").get("labels").isPresent()
                ? Resource.texts(object.root().get("spec").get("template").get("metadata").get("labels")) : object.labels();
    }

    private static String path(Resource object) {
        boolean template = object.root().get("spec").get("template").get("metadata").get("labels").get(USE).isPresent();
        return (template ? "spec.template." : "") + "metadata.labels.\"" + USE + "\"";
    }

    private Binding bind(String namespace, Map<String, String> labels, FieldRef label) {
        String name = labels.getOrDefault(USE, "none");
        if (name.equals("none")) {
            return new Binding.None();
        }
        String in = labels.getOrDefault(USE_NAMESPACE, namespace);
        Resource gateway = gateways.get(new Named(in, name));
        if (gateway == null || ordinary(gateway) || !allows(gateway, namespace)) {
            return new Binding.Unusable(in + "/" + name, label,
                    gateway == null ? Fault.MISSING : ordinary(gateway) ? Fault.NO_WAYPOINT : Fault.NOT_ALLOWED);
        }
        return new Binding.Bound(new Waypoint(gateway, trafficType(gateway)), label);
    }

    private boolean own(Resource gateway) {
        return controllers.of(gateway).equals(GatewayControllers.WAYPOINT);
    }

    // Others may bring waypoints of their own.
    private boolean ordinary(Resource gateway) {
        return controllers.of(gateway).equals(GatewayControllers.EDGE);
    }

    private String trafficType(Resource gateway) {
        return gateway.labels().getOrDefault(FOR, controllers.classLabel(gateway, FOR, "service"));
    }

    // Its own namespace, unless a listener lets in others (makeAllowedRoutes takes the one for HBONE).
    private boolean allows(Resource gateway, String namespace) {
        if (gateway.ref().namespace().equals(namespace)) {
            return true;
        }
        return gateway.spec().get("listeners").elements().stream()
                .filter(l -> l.text("protocol").equals("HBONE") || gateway.annotations().containsKey(BINDING))
                .map(l -> l.get("allowedRoutes").get("namespaces")).anyMatch(from -> allows(from, namespace));
    }

    private boolean allows(Node from, String namespace) {
        return switch (from.get("from").text().orElse("Same")) {
            case "All" -> true;
            case "Selector" ->
                    namespaces.containsKey(namespace) && Labels.matchSelector(from.get("selector"), namespaces.get(namespace).labels());
            default -> false;
        };
    }
}
