package io.istiodoctor.trace;

import io.istiodoctor.mesh.ambient.Binding;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.UserError;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.ClusterDns.Answer;
import io.istiodoctor.trace.Outcome.Failed;
import io.istiodoctor.trace.Outcome.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A request of a pod: its name is looked up, then its own proxy takes it, where it has one. */
final class ClientStage {
    private final Network net;
    private final TraceRequest request;
    private final RequestOrigin.FromWorkload from;

    ClientStage(Network net, TraceRequest request, RequestOrigin.FromWorkload from) {
        this.net = net;
        this.request = request;
        this.from = from;
    }

    Decision<Arrived> follow() {
        Workload source = source();
        Answer answer = new ClusterDns(net).resolve(request.connectTo(), source.namespace());
        boolean ofMesh = !(answer instanceof Answer.Outside) || !net.proxies().registry().find(request.connectTo()).isEmpty();
        Optional<Step> unanswered = Addresses.literal(request.connectTo()) ? Optional.empty()
                : net.wall().lookup(source, request.connectTo(), ofMesh);
        if (unanswered.isPresent()) {
            return Decision.ended(new Failed(Failure.DNS), unanswered.get());
        }
        if (answer instanceof Answer.None(String why, Certainty certainty)) {
            boolean certain = certainty == Certainty.CERTAIN;
            return Decision.ended(certain ? new Failed(Failure.DNS) : Outcome.unknown(),
                    new Step(Stage.ENTRY, Optional.of(source.resource().ref()),
                            certain ? HopStatus.BROKEN : HopStatus.UNKNOWN,
                            certain ? why : "What was read does not tell what " + request.connectTo() + " is.", List.of())
                            .because(new Obstacle.NoAddress(request.connectTo(), source.namespace())));
        }
        Step taken = Step.ok(Stage.ENTRY, Optional.of(source.resource().ref()),
                source.sidecar() ? "The proxy beside the client takes the request."
                        : "The client has no proxy: VirtualServices and DestinationRules do not hold for its requests.",
                List.of(Step.shallow(source.resource().ref(), "")));
        Optional<Step> untold = source.sidecar() ? net.wall().toControlPlane(Stage.ROUTE, source) : Optional.empty();
        if (untold.filter(s -> s.status() == HopStatus.BROKEN).isPresent()) {
            return Decisions.told(List.of(taken), Decision.ended(Outcome.refused(), untold.get()));
        }
        Decision<Arrived> way = source.sidecar() ? new OutboundStage(net, request, source).follow(answer) : straight(source, answer);
        return Decisions.told(Stream.concat(Stream.of(taken), untold.stream()).toList(), way);
    }

    private Decision<Arrived> straight(Workload source, Answer answer) {
        if (net.mesh().ambient().captured(source)) {
            return byZtunnel(source, answer);
        }
        Step route = Step.ok(Stage.ROUTE, Optional.empty(), "Straight to what the name stands for.", List.of());
        return Decisions.told(List.of(route), new PlainClient(net, request, Optional.of(source)).reach(answer));
    }

    private Decision<Arrived> byZtunnel(Workload source, Answer answer) {
        Step taken = Step.ok(Stage.ROUTE, Optional.of(source.resource().ref()),
                "The ztunnel of the client's node takes the connection; VirtualServices and DestinationRules "
                        + "hold at waypoints only.",
                List.of());
        Decision<Arrived> way = switch (answer) {
            case Answer.OfService(var service, String address, Optional<Workload> pod) when pod.isEmpty() ->
                    new WaypointStage(net, request, source, request.tls(),
                            sender -> new PlainClient(net, request, Optional.of(sender)).reach(answer))
                            .beforeService(service, request.connectPort());
            case Answer.OfService(var service, String address, Optional<Workload> pod) -> toPod(source, pod.orElseThrow(), answer);
            case Answer.OfPod(String address, Workload pod) -> toPod(source, pod, answer);
            default -> new PlainClient(net, request, Optional.of(source)).reach(answer);
        };
        return Decisions.told(List.of(taken), way);
    }

    private Decision<Arrived> toPod(Workload source, Workload pod, Answer answer) {
        if (net.mesh().ambient().waypoints().ofPod(pod) instanceof Binding.Bound(Binding.Waypoint waypoint, var label)) {
            ObjectRef gateway = waypoint.gateway().ref();
            return Decision.ended(Outcome.unknown(), new Step(Stage.ROUTE, Optional.of(gateway), HopStatus.UNKNOWN, "Waypoint " + gateway
                    + " takes what is sent to pods by their addresses; what it decides is not followed.",
                    List.of(Step.deep(gateway, ""), Step.deep(label.object(), label.path()))));
        }
        return new PlainClient(net, request, Optional.of(source)).reach(answer);
    }

    private Workload source() {
        List<Workload> all = net.proxies().endpoints().pods().in(from.namespace());
        return all.stream().filter(w -> w.name().equals(from.name())).findFirst()
                .or(() -> all.stream().filter(w -> !w.template() && w.name().startsWith(from.name() + "-")).findFirst())
                .orElseThrow(() -> unread().orElseGet(() -> TraceRequest.bad("there is no pod or workload " + from.namespace() + "/"
                        + from.name()
                        + (all.isEmpty() ? "" : "; " + from.namespace() + " has " + all.stream().map(Workload::name).distinct().sorted()
                                .limit(4).collect(Collectors.joining(", "))))));
    }

    /** Where pods were asked for and not given, that nothing has the name says nothing. */
    private Optional<UserError> unread() {
        Coverage pods = net.mesh().directory().coverage(Kind.POD);
        return pods.unread(Kind.POD).filter(u -> pods.absenceIn(from.namespace()) == Certainty.UNKNOWN)
                .map(u -> new UserError(UserError.UNREADABLE_CLUSTER,
                        "whether there is a pod " + from.namespace() + "/" + from.name() + " cannot be told: " + u.reason() + u.remedy()));
    }
}
