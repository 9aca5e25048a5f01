package io.istiodoctor.proxy;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.ambient.Binding;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A Service whose pods are all in ambient mode, with what only a waypoint before it would do. */
public final class AmbientService implements Subject {
    private static final String INGRESS = "istio.io/ingress-use-waypoint";

    private final Service service;
    private final Mesh mesh;
    private final Optional<Binding.Waypoint> waypoint;
    private final boolean asked;
    private final List<ObjectRef> routes;
    private final boolean fromGateway;

    private AmbientService(Service service, Proxies proxies, Set<String> reached) {
        this.service = service;
        this.mesh = proxies.mesh();
        Binding binding = mesh.ambient().waypoints().ofService(service.resource());
        this.waypoint = binding instanceof Binding.Bound(Binding.Waypoint w, var label) ? Optional.of(w) : Optional.empty();
        this.asked = !(binding instanceof Binding.None);
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
        return ambient.stream().map(s -> new AmbientService(s, proxies, reached)).toList();
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
        return asked;
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
