package io.istiodoctor.trace;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import io.istiodoctor.trace.ClusterDns.Answer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of a connection that no proxy routes: kube-proxy and the address itself decide. */
final class PlainClient {
    private final Network net;
    private final TraceRequest request;
    private final Optional<Workload> from;

    PlainClient(Network net, TraceRequest request, Optional<Workload> from) {
        this.net = net;
        this.request = request;
        this.from = from;
    }

    Decision<Arrived> reach(Answer answer) {
        return switch (answer) {
            case Answer.OfService(var service, String address, Optional<Workload> pod) when pod.isPresent() -> pod(address, pod.get());
            case Answer.OfService(var service, String address, var none) ->
                    new ServiceStage(net, request).reach(service, request.connectPort(), from);
            case Answer.OfPod(String address, Workload pod) -> pod(address, pod);
            case Answer.Outside(String host, String address) ->
                    Decision.ended(Outcome.unknown(), new Step(Stage.DESTINATION, Optional.empty(), HopStatus.UNKNOWN,
                            outside(host), List.of()).because(new Obstacle.Outside(host)));
            case Answer.None(String why, var certainty) ->
                    Decision.ended(Outcome.unknown(), new Step(Stage.DESTINATION, Optional.empty(), HopStatus.UNKNOWN, why, List.of()));
        };
    }

    // A name of two labels may be a Service's or one of the world outside, where the cluster's DNS asks for what it does not have itself.
    private String outside(String host) {
        String[] labels = host.split("\\.");
        if (labels.length != 2 || !isNamespace(labels[1])) {
            return host + " is outside of what was read.";
        }
        boolean lacking = net.mesh().directory().absence(Kind.SERVICE, labels[1]) == Certainty.CERTAIN;
        return (lacking ? "There is no Service " + labels[0] + " in namespace " + labels[1] + "; whether the world outside knows " + host
                + " was not read." : host + " is outside of what was read.") + new ClusterDns(net).near(host, labels[1]);
    }

    private boolean isNamespace(String name) {
        Directory read = net.mesh().directory();
        return Stream.concat(read.all(Kind.NAMESPACE).stream().map(r -> r.ref().name()),
                read.all(Kind.SERVICE).stream().map(r -> r.ref().namespace())).anyMatch(name::equals);
    }

    private Decision<Arrived> pod(String address, Workload pod) {
        Step direct = Step.ok(Stage.DESTINATION, Optional.of(pod.resource().ref()), "The pod itself, at " + address + ".", List.of());
        return Decisions.told(List.of(direct),
                new ServerStage(net, request).direct(new RegistryEndpoint(address, request.connectPort(), true, Optional.of(pod),
                        pod.labels(), false), Optional.empty(), from));
    }
}
