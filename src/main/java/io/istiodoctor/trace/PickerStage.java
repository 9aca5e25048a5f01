package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.EndpointPicker;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.trace.Outcome.Status;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The endpoint picker of an InferencePool, which a gateway asks for the pod of each request before it sends that on (Envoy's ext_proc). For a rule with
 * several backends the last one says whether any is asked (buildHTTPDestination of Istio).
 */
final class PickerStage {
    private static final Set<Protocol> HTTP2 = Set.of(Protocol.HTTP2, Protocol.GRPC, Protocol.GRPC_WEB);

    private final Network net;

    PickerStage(Network net) {
        this.net = net;
    }

    /** The way of a request, with what the picker does to it. */
    Decision<Arrived> ask(Sending sending, Decision<Arrived> way) {
        boolean routed = sending.pod().gateway()
                && sending.rule().filter(r -> r.object().kind().equals(Kind.HTTP_ROUTE.kind())).isPresent();
        ClusterShare last = sending.shares().getLast();
        Optional<Service> pool = routed ? sending.clusters().find(last.cluster()).flatMap(c -> ClusterStage.service(net, c))
                : Optional.empty();
        return pool.flatMap(p -> p.picker().map(k -> ask(sending, p, k, way))).orElse(way);
    }

    private Decision<Arrived> ask(Sending sending, Service pool, EndpointPicker picker, Decision<Arrived> way) {
        String host = net.mesh().directory().hostOfService(picker.name(), pool.namespace());
        Optional<Cluster> cluster = sending.clusters().find(ClusterName.outbound(picker.port(), "", host));
        ObjectRef object = net.mesh().inferencePools().stream().filter(p -> p.service().equals(Optional.of(pool))).findFirst()
                .map(p -> p.resource().ref()).orElse(pool.resource().ref());
        List<Passed> passed = new ArrayList<>(List.of(Step.deep(object, "")));
        cluster.ifPresent(c -> passed.add(Step.deep(c.origin().object(), "")));
        String who = "its endpoint picker, port " + picker.port() + " of Service " + pool.namespace() + "/" + picker.name();
        Optional<String> silence = silence(cluster);
        HopStatus absence = cluster.isPresent() ? HopStatus.BROKEN
                : switch (sending.clusters().missing(ClusterName.outbound(picker.port(), "", host)).certainty()) {
                    case CERTAIN -> HopStatus.BROKEN;
                    case INFERRED -> HopStatus.SUSPECT;
                    case UNKNOWN -> HopStatus.UNKNOWN;
                };
        if (silence.isPresent() && picker.failOpen()) {
            return told(Step.ok(Stage.DESTINATION, Optional.of(object), object + " leaves the choice to " + who + ", which " + silence.get()
                    + "; with failureMode FailOpen the proxy chooses by itself.", passed), way);
        }
        if (silence.isPresent()) {
            Step step = new Step(Stage.DESTINATION, Optional.of(object), absence, object + " leaves the choice to " + who + ", which "
                    + silence.get() + ": the proxy refuses the request (failureMode FailClose).", passed);
            return Decision.ended(absence == HopStatus.UNKNOWN ? Outcome.unknown() : new Status(500, ""), step);
        }
        boolean spoken = HTTP2.contains(cluster.orElseThrow().protocol());
        String message = object + " leaves the choice among its ready pods to " + who;
        return told(spoken ? Step.ok(Stage.DESTINATION, Optional.of(object), message + ".", passed)
                : new Step(Stage.DESTINATION, Optional.of(object), HopStatus.SUSPECT, message
                        + ". It is asked by gRPC, but its port is not declared to speak HTTP/2 (appProtocol: http2).", passed),
                way);
    }

    private static Optional<String> silence(Optional<Cluster> cluster) {
        return cluster.isEmpty() ? Optional.of("the proxy does not know")
                : cluster.get().endpoints().isEmpty() ? Optional.of("has no ready pod") : Optional.empty();
    }

    private static Decision<Arrived> told(Step step, Decision<Arrived> way) {
        return Decisions.told(List.of(step), way);
    }
}
