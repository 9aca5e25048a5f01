package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.trace.ClusterDns.Answer;
import io.istiodoctor.trace.Outcome.Failed;
import io.istiodoctor.trace.Outcome.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
        Answer answer = new ClusterDns(net).resolve(request.connectTo(), request.connectPort(), source.namespace());
        if (answer instanceof Answer.None(String why, Certainty certainty)) {
            boolean certain = certainty == Certainty.CERTAIN;
            return Decision.ended(certain ? new Failed(Failure.DNS) : Outcome.unknown(), new Step(Stage.ENTRY, Optional.of(source.resource().ref()),
                    certain ? HopStatus.BROKEN : HopStatus.UNKNOWN, certain ? why : "What was read does not tell what " + request.connectTo() + " is.", List.of())
                    .because(new Obstacle.NoAddress(request.connectTo(), source.namespace())));
        }
        Step taken = Step.ok(Stage.ENTRY, Optional.of(source.resource().ref()), source.sidecar() ? "The proxy beside the client takes the request."
                : "The client has no proxy: VirtualServices and DestinationRules do not hold for its requests.",
                List.of(Step.shallow(source.resource().ref(), "")));
        Decision<Arrived> way = source.sidecar() ? new OutboundStage(net, request, source).follow(answer) : straight(source, answer);
        return Decisions.told(List.of(taken), way);
    }

    private Decision<Arrived> straight(Workload source, Answer answer) {
        Step route = Step.ok(Stage.ROUTE, Optional.empty(), "Straight to what the name stands for.", List.of());
        Optional<Step> tunnel = net.unmodelled().behind(source);
        if (tunnel.isPresent()) {
            return Decision.ended(Outcome.unknown(), tunnel.get());
        }
        return Decisions.told(List.of(route), new PlainClient(net, request, Optional.of(source)).reach(answer));
    }

    private Workload source() {
        List<Workload> all = net.proxies().endpoints().pods().in(from.namespace());
        return all.stream().filter(w -> w.name().equals(from.name())).findFirst()
                .or(() -> all.stream().filter(w -> !w.template() && w.name().startsWith(from.name() + "-")).findFirst())
                .orElseThrow(() -> TraceRequest.bad("there is no pod or workload " + from.namespace() + "/" + from.name()
                        + (all.isEmpty() ? "" : "; " + from.namespace() + " has " + all.stream().map(Workload::name).distinct().sorted()
                                .limit(4).collect(Collectors.joining(", ")))));
    }
}
