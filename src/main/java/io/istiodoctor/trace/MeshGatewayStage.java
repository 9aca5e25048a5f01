package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.trace.EntryPoint.Way;
import io.istiodoctor.trace.Outcome.Failed;
import io.istiodoctor.trace.Outcome.Failure;
import io.istiodoctor.trace.Outcome.Status;
import io.istiodoctor.trace.Step.Passed;
import io.istiodoctor.trace.Traffic.Wrapping;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A gateway that is asked from within the mesh: one for egress, as a rule. It does what it does for clients outside, and sends the request on. */
final class MeshGatewayStage {
    private final Network net;
    private final TraceRequest request;
    private final List<Workload> passed;

    /** @param passed the gateways on the way so far */
    MeshGatewayStage(Network net, TraceRequest request, List<Workload> passed) {
        this.net = net;
        this.request = request;
        this.passed = passed;
    }

    /**
     * The way on from a gateway's pod.
     *
     * @param cluster what the sender's proxy sends by; empty where there is none
     * @param asked the Service port that leads there; empty where none does
     */
    Decision<Arrived> follow(Workload pod, long port, Traffic traffic, Optional<Cluster> cluster, Optional<FieldRef> asked) {
        Optional<ServicePort> behind = cluster.flatMap(c -> ClusterStage.service(net, c).flatMap(s -> s.port(c.name().port())))
                .or(() -> asked.flatMap(this::port));
        if (passed.contains(pod) && !GatewayStage.ownPort(port)) {
            return Decision.ended(Outcome.unknown(), new Step(Stage.GATEWAY, Optional.of(pod.resource().ref()), HopStatus.UNKNOWN,
                    "The gateway sends the request to itself again; how often cannot be told.", List.of()));
        }
        EntryPoint entry = new EntryPoint(Way.CLUSTER_IP, pod.podIP(), false, behind.map(ServicePort::number).orElse(port), behind,
                Optional.of(pod), port, Optional.empty());
        TraceRequest seen = request.wrapped(traffic.tls() != Wrapping.PLAIN, traffic.sni());
        Decision<Arrived> way = new GatewayStage(net).listening(entry, pod, port).then(a -> Decision.onward(a.sentBy(traffic)))
                .then(new ChainStage(net, seen)::choose)
                .then(new GatewayPolicies(net, seen)::decide).then(new RouteStage(net, seen)::atGateway)
                .then(new ClusterStage(net, Stream.concat(passed.stream(), Stream.of(pod)).toList())::send);
        return throughSender(way, traffic, cluster);
    }

    private Optional<ServicePort> port(FieldRef asked) {
        return net.mesh().directory().service(net.mesh().directory().hostOfService(asked.object().name(), asked.object().namespace()))
                .stream()
                .flatMap(s -> s.ports().stream()).filter(p -> p.path().equals(asked.path())).findFirst();
    }

    // The client is connected to its own proxy, which answers for what fails behind it.
    private static Decision<Arrived> throughSender(Decision<Arrived> way, Traffic traffic, Optional<Cluster> cluster) {
        if (!traffic.proxied() || !(way instanceof Decision.Ended<Arrived>(Outcome outcome, var behind, var steps))
                || !(outcome instanceof Failed(Failure failure))) {
            return way;
        }
        boolean unconnected = failure == Failure.REFUSED || failure == Failure.TLS || traffic.tls() != Wrapping.PLAIN;
        Outcome seen = traffic.http() ? new Status(503, unconnected ? "UF" : "UC") : Outcome.reset();
        List<Passed> rule = cluster.flatMap(Cluster::rule).stream().map(r -> Step.deep(r.object(), "spec.trafficPolicy")).toList();
        return new Decision.Ended<>(seen, behind, steps.stream().map(s -> s.status() == HopStatus.BROKEN ? s.passing(rule) : s).toList());
    }
}
