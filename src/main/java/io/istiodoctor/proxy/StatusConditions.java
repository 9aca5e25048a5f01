package io.istiodoctor.proxy;

import io.istiodoctor.conversion.gatewayapi.GatewayAddress;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.ambient.WaypointUse;
import io.istiodoctor.mesh.policy.PolicyScope;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.ManagedGateway;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What Istio itself wrote of objects into their status, as far as it says that something is the matter (conditions.go of Istio's analyzer, and listeners,
 * TLSRoutes, TCPRoutes and BackendTLSPolicies beside that). It is left out where another finding has the reason, or where the status is older than the object.
 */
final class StatusConditions {
    private static final Set<String> ROUTED = Set.of("Accepted", "Programmed", "ResolvedRefs");
    private static final Map<Kind, Set<String>> NEGATIVE = Map.ofEntries(Map.entry(Kind.KUBERNETES_GATEWAY, ROUTED),
            Map.entry(Kind.HTTP_ROUTE, ROUTED),
            Map.entry(Kind.GRPC_ROUTE, ROUTED), Map.entry(Kind.TLS_ROUTE, ROUTED), Map.entry(Kind.TCP_ROUTE, ROUTED),
            Map.entry(Kind.BACKEND_TLS_POLICY, ROUTED),
            Map.entry(Kind.LISTENER_SET, ROUTED), Map.entry(Kind.SERVICE, Set.of("istio.io/WaypointBound")),
            Map.entry(Kind.SERVICE_ENTRY, Set.of("istio.io/WaypointBound")),
            Map.entry(Kind.WORKLOAD_ENTRY, Set.of("istio.io/WaypointBound")),
            Map.entry(Kind.AUTHORIZATION_POLICY, Set.of("ZtunnelAccepted", "WaypointAccepted")));
    private static final List<String> LISTS = List.of("listeners", "parents", "ancestors");

    private record Named(String namespace, String name) {}

    private StatusConditions() {}

    static List<StatusCondition> of(Proxies proxies) {
        Mesh mesh = proxies.mesh();
        List<StatusCondition> all = NEGATIVE.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .flatMap(e -> mesh.directory().all(e.getKey()).stream().flatMap(r -> first(r, e.getValue()).stream())).toList();
        if (all.isEmpty()) {
            return all;
        }
        Set<ObjectRef> explained = explained(proxies);
        return all.stream().filter(c -> !explained.contains(c.resource().ref())).toList();
    }

    private static Optional<StatusCondition> first(Resource resource, Set<String> types) {
        List<StatusCondition> all = new ArrayList<>();
        collect(resource, "status", resource.status(), types, all);
        for (String list : LISTS) {
            List<Node> parts = resource.status().get(list).elements();
            IntStream.range(0, parts.size()).filter(i -> istios(parts.get(i))).forEach(
                    i -> collect(resource, "status." + list + "[" + i + "]", parts.get(i), types, all));
        }
        return all.stream().findFirst();
    }

    private static void collect(Resource resource, String path, Node part, Set<String> types, List<StatusCondition> all) {
        List<Node> conditions = part.get("conditions").elements();
        IntStream.range(0, conditions.size()).filter(i -> negative(conditions.get(i), types) && !stale(conditions.get(i), resource))
                .forEach(
                        i -> all.add(new StatusCondition(resource, path + ".conditions[" + i + "]", conditions.get(i))));
    }

    private static boolean istios(Node part) {
        return part.get("controllerName").text().map(c -> c.startsWith("istio.io/")).orElse(true);
    }

    private static boolean negative(Node condition, Set<String> types) {
        String type = condition.text("type");
        return types.contains(type) && (condition.text("status").equals("False")
                || type.equals("WaypointAccepted") && condition.text("reason").equals("PartiallyInvalid"));
    }

    private static boolean stale(Node condition, Resource resource) {
        Optional<Long> observed = condition.get("observedGeneration").number();
        Optional<Long> generation = resource.root().get("metadata").get("generation").number();
        return observed.isPresent() && generation.isPresent() && observed.get() < generation.get();
    }

    private static Set<ObjectRef> explained(Proxies proxies) {
        Mesh mesh = proxies.mesh();
        Set<ObjectRef> found = new HashSet<>();
        // What rests on things that were not read is told of a route by nobody; of a Gateway it is reason enough to call nothing an error.
        proxies.unserved().stream().filter(u -> u.certainty() != Certainty.UNKNOWN || u.kind().equals(Kind.KUBERNETES_GATEWAY.kind()))
                .forEach(u -> found.add(u.resource().ref()));
        proxies.gatewayAddresses().stream().filter(a -> !a.usable()).map(GatewayAddress::resource).forEach(r -> found.add(r.ref()));
        mesh.policyUses().scopes().stream().filter(p -> p.unknownToZtunnel().isPresent() || p.waypoint().isPresent())
                .map(PolicyScope::resource).forEach(r -> found.add(r.ref()));
        Set<Named> waiting = new HashSet<>();
        mesh.services().stream().filter(Service::pending).forEach(
                s -> waiting
                        .add(new Named(s.namespace(), s.resource().labels().getOrDefault(ManagedGateway.NAME_LABEL, ""))));
        mesh.directory().all(Kind.KUBERNETES_GATEWAY).stream().map(Resource::ref)
                .filter(g -> waiting.contains(new Named(g.namespace(), g.name()))).forEach(found::add);
        waypoints(mesh).forEach(found::add);
        return found;
    }

    // What is said of a namespace's waypoint holds for all that is in it.
    private static Stream<ObjectRef> waypoints(Mesh mesh) {
        List<WaypointUse> faulty = mesh.ambient().waypointUses().stream().filter(u -> u.fault().isPresent()).toList();
        Set<String> namespaces = new HashSet<>();
        faulty.stream().filter(u -> u.kind().equals("Namespace")).forEach(u -> namespaces.add(u.name()));
        Stream<ObjectRef> inside = namespaces.isEmpty() ? Stream.of() : Stream.of(Kind.SERVICE, Kind.SERVICE_ENTRY, Kind.WORKLOAD_ENTRY)
                .flatMap(k -> mesh.directory().all(k).stream()).map(Resource::ref).filter(r -> namespaces.contains(r.namespace()));
        return Stream.concat(faulty.stream().map(u -> u.resource().ref()), inside);
    }
}
