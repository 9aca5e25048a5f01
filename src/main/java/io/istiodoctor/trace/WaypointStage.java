package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.ambient.Ambient;
import io.istiodoctor.mesh.ambient.Binding.Waypoint;
import io.istiodoctor.mesh.ambient.Binding;
import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.network.Party;
import io.istiodoctor.mesh.policy.Address;
import io.istiodoctor.mesh.policy.PolicyFacts;
import io.istiodoctor.mesh.policy.ProxyPolicies;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The waypoint before a Service of ambient mode: its policies, then its routes. Where there is none, whoever sent the connection sends it on. */
final class WaypointStage {
    private static final String INGRESS = "istio.io/ingress-use-waypoint";

    private final Network net;
    private final Mesh mesh;
    private final TraceRequest request;
    private final Workload from;
    private final boolean sealed;
    private final Function<Workload, Decision<Arrived>> without;

    /**
     * The way to a Service.
     *
     * @param sealed whether the client's own TLS is what comes
     * @param without how a pod goes on that sends the connection by itself
     */
    WaypointStage(Network net, TraceRequest request, Workload from, boolean sealed, Function<Workload, Decision<Arrived>> without) {
        this.sealed = sealed;
        this.without = without;
        this.net = net;
        this.mesh = net.mesh();
        this.request = request;
        this.from = from;
    }

    /** What a ztunnel sends to a Service. */
    Decision<Arrived> beforeService(Service service, long port) {
        return switch (mesh.ambient().waypoints().ofService(service.resource())) {
            case Binding.None none -> without.apply(from);
            case Binding.Unusable unusable -> Decisions.told(List.of(missed(unusable)), without.apply(from));
            case Binding.Bound(Waypoint waypoint, FieldRef label) -> through(waypoint, label, service, port);
        };
    }

    /** What a gateway sends to a Service: it passes the waypoint by, unless a label says otherwise. */
    Decision<Arrived> fromGateway(Service service, long port) {
        String written = service.resource().labels().getOrDefault(INGRESS, mesh.directory().all(Kind.NAMESPACE).stream()
                .filter(n -> n.ref().name().equals(service.namespace())).map(n -> n.labels().getOrDefault(INGRESS, "")).findFirst()
                .orElse(""));
        return written.equalsIgnoreCase("true") ? beforeService(service, port) : without.apply(from);
    }

    private static Step missed(Binding.Unusable unusable) {
        String why = switch (unusable.fault()) {
            case MISSING -> "which does not exist";
            case NO_WAYPOINT -> "which is no waypoint";
            case NOT_ALLOWED -> "which takes nothing from this namespace";
            case OTHER_TRAFFIC -> "which is not for Services";
        };
        ObjectRef object = unusable.label().object();
        return Step.ok(Stage.ROUTE, Optional.of(object),
                object + " asks for waypoint " + unusable.name() + ", " + why + "; the connection goes on without.",
                List.of(Step.deep(object, unusable.label().path())));
    }

    private Decision<Arrived> through(Waypoint waypoint, FieldRef label, Service service, long port) {
        ObjectRef gateway = waypoint.gateway().ref();
        List<Workload> pods = mesh.ambient().waypoints().pods(waypoint);
        Optional<Workload> pod = pods.stream().filter(Workload::takesTraffic).findFirst();
        if (!pods.isEmpty() && pod.isEmpty()) {
            return Decision.ended(Outcome.reset(),
                    Step.broken(Stage.ROUTE, Optional.of(gateway), "None of the pods of waypoint " + gateway + " is ready.",
                            List.of(Step.deep(gateway, ""))));
        }
        Optional<Step> wall = pod.flatMap(p -> net.wall().before(Stage.ROUTE, new Party.OfPod(from), p, Ambient.HBONE));
        if (wall.isPresent()) {
            return Decision.ended(wall.get().status() == HopStatus.BROKEN ? new Outcome.Failed(Outcome.Failure.TIMEOUT) : Outcome.unknown(),
                    wall.get());
        }
        boolean plain = net.proxies().meshRoutes(service.host()).isEmpty();
        if (pods.isEmpty() && !(plain && mesh.networkPolicies().none()
                && service.workloads().stream().allMatch(w -> mesh.policies().ofZtunnel(w).empty()))) {
            return Decision.ended(Outcome.unknown(),
                    new Step(Stage.ROUTE, Optional.of(gateway), HopStatus.UNKNOWN, "No pod of waypoint " + gateway
                            + " was read; what it makes of the connection cannot be told.", List.of(Step.shallow(gateway, ""))));
        }
        Step taken = Step.ok(Stage.ROUTE, Optional.of(gateway),
                "Waypoint " + gateway + " takes what is sent to " + service.resource().ref() + ".",
                List.of(Step.shallow(gateway, ""), Step.deep(label.object(), label.path())));
        Decision<Arrived> policies = policies(waypoint, service);
        return Decisions.told(List.of(taken),
                pod.map(p -> new WaypointRoutes(net, request, p, sealed, without).follow(service, port, policies))
                        .orElseGet(() -> policies.then(any -> without.apply(from))));
    }

    private Decision<Arrived> policies(Waypoint waypoint, Service service) {
        ProxyPolicies policies = mesh.policies().ofWaypoint(waypoint.gateway(), service.resource());
        Caller caller = new Caller(Optional.of(from));
        boolean http = request.http() && !sealed;
        PolicyFacts facts = new PolicyFacts(caller.certified(mesh.config()), caller.address(), caller.address(),
                new Address.Unknown("the address of the Service"),
                request.connectPort(), request.sni(), http ? Optional.<Request>of(request) : Optional.empty(),
                ServerPolicies.token(net, request, Optional.of(from)));
        return PolicyWords.decide(policies.decide(facts), Stage.ROUTE, Arrived.AT_APPLICATION,
                http ? Optional.empty() : Optional.of(Outcome.reset()));
    }
}
