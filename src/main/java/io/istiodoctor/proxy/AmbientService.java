package io.istiodoctor.proxy;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.ambient.Binding;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Service whose pods are all in ambient mode, with what only a waypoint before it would do. */
public final class AmbientService implements Subject {
    private static final String INGRESS = "istio.io/ingress-use-waypoint";

    private final Service service;
    private final Mesh mesh;
    private final Binding binding;
    private final Optional<Binding.Waypoint> waypoint;
    private final List<ObjectRef> targeting;
    private final List<ObjectRef> routes;
    private final boolean fromGateway;

    private AmbientService(Service service, Proxies proxies, Set<String> reached, List<ObjectRef> targeting) {
        this.service = service;
        this.mesh = proxies.mesh();
        this.targeting = targeting;
        this.binding = mesh.ambient().waypoints().ofService(service.resource());
        this.waypoint = binding instanceof Binding.Bound(Binding.Waypoint w, var label) ? Optional.of(w) : Optional.empty();
        this.routes = proxies.meshRoutes(service.host());
        this.fromGateway = reached.contains(service.host());
    }

    static List<AmbientService> of(Proxies proxies, List<EffectiveVirtualService> routes) {
        Mesh mesh = proxies.mesh();
        List<Service> ambient = mesh.services().stream()
                .filter(s -> !s.workloads().isEmpty() && s.workloads().stream().allMatch(mesh.ambient()::captured)).toList();
        Set<String> reached = new HashSet<>();
        if (!ambient.isEmpty()) {
            routes.stream().filter(v -> v.gateways().stream().anyMatch(g -> !g.equals(GatewayName.MESH)))
                    .forEach(v -> v.destinations(v.namespace())
                            .forEach(d -> reached.add(mesh.directory().hostOf(d.destination().text("host"), d.namespace()))));
        }
        Map<String, List<ObjectRef>> targeting = ambient.isEmpty() ? Map.of() : targeting(mesh);
        return ambient.stream().map(s -> new AmbientService(s, proxies, reached, targeting.getOrDefault(s.qualifiedName(), List.of())))
                .toList();
    }

    /** The policies that name Services by targetRefs, by the Service's "namespace/name"; none beside a waypoint that nothing asks for, which is the mistake then. */
    private static Map<String, List<ObjectRef>> targeting(Mesh mesh) {
        Set<String> idle = mesh.ambient().waypointGateways().stream().filter(w -> !w.asked()).map(Subject::namespace)
                .collect(Collectors.toSet());
        Map<String, List<ObjectRef>> found = new HashMap<>();
        Stream.of(Kind.AUTHORIZATION_POLICY, Kind.REQUEST_AUTHENTICATION).flatMap(k -> mesh.directory().all(k).stream())
                .filter(p -> !idle.contains(p.ref().namespace()))
                .forEach(p -> Stream.concat(p.spec().get("targetRefs").elements().stream(), Stream.of(p.spec().get("targetRef")))
                        .filter(t -> t.text("kind").equals("Service") && Set.of("", "core").contains(t.text("group")))
                        .map(t -> p.ref().namespace() + "/" + t.text("name")).distinct()
                        .forEach(name -> found.computeIfAbsent(name, n -> new ArrayList<>()).add(p.ref())));
        return found;
    }

    @Override
    public Resource resource() {
        return service.resource();
    }

    /** The Service. */
    @SeenByRules
    public Service service() {
        return service;
    }

    /** "namespace/name" of the waypoint before it. */
    @SeenByRules(certainty = "absence")
    public Optional<String> waypoint() {
        return waypoint.map(w -> w.gateway().ref().qualifiedName());
    }

    /** Whether a label asks for a waypoint before it, be it usable or not. */
    @SeenByRules(certainty = "absence")
    public boolean waypointAsked() {
        return !(binding instanceof Binding.None);
    }

    /**
     * The AuthorizationPolicies and RequestAuthentications that name it by targetRefs, though no waypoint for Services stands before it; as "Kind namespace/name".
     * Empty where a label of its own asks for a waypoint that is not fit, and where nothing asks for a waypoint of its namespace.
     */
    @SeenByRules
    public List<String> unheeded() {
        boolean inherited = binding instanceof Binding.Unusable(String name, FieldRef label, Binding.Fault fault)
                && fault == Binding.Fault.OTHER_TRAFFIC && !label.object().equals(service.resource().ref());
        return binding instanceof Binding.None || inherited ? targeting.stream().map(ObjectRef::toString).toList() : List.of();
    }

    /** What it means that no waypoint was read. */
    @SeenByRules
    public Certainty absence() {
        return Stream.of(mesh.directory().absence(Kind.KUBERNETES_GATEWAY, service.namespace()), mesh.directory().absence(Kind.NAMESPACE))
                .max(Certainty::compareTo).orElseThrow();
    }

    /** The routes of the mesh for it, which a waypoint would follow: VirtualServices, HTTPRoutes and their like, as "Kind namespace/name". */
    @SeenByRules
    public List<String> routes() {
        return routes.stream().map(ObjectRef::toString).toList();
    }

    /** The AuthorizationPolicies and RequestAuthentications that name it or its waypoint, as "Kind namespace/name". */
    @SeenByRules
    public List<String> policies() {
        return waypoint
                .map(w -> mesh.policies().ofWaypoint(w.gateway(), service.resource()).objects().stream().map(ObjectRef::toString).toList())
                .orElse(List.of());
    }

    /** Whether some pod of the mesh has a proxy of its own, which follows routes by itself. */
    @SeenByRules
    public boolean sidecars() {
        return mesh.workloads().stream().anyMatch(Workload::sidecar);
    }

    /** Whether a gateway routes to it. */
    @SeenByRules
    public boolean fromGateway() {
        return fromGateway;
    }

    /** Whether gateways go through its waypoint (istio.io/ingress-use-waypoint on the Service or its namespace). */
    @SeenByRules
    public boolean ingressByWaypoint() {
        String own = service.resource().labels().getOrDefault(INGRESS, "");
        String general = mesh.directory().all(Kind.NAMESPACE).stream().filter(n -> n.ref().name().equals(service.namespace()))
                .map(n -> n.labels().getOrDefault(INGRESS, "")).findFirst().orElse("");
        return (own.isEmpty() ? general : own).equalsIgnoreCase("true");
    }
}
