package io.istiodoctor.trace;

import io.istiodoctor.mesh.gateway.LoadBalancerPort;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.trace.EntryPoint.Way;
import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a load balancer and the gateway's pods agree on PROXY protocol in front of connections. Nobody can see what load balancers really send. */
final class BalancerStage {
    private final Network net;
    private final EntryPoint entry;
    private final boolean tls;

    /** @param tls whether what comes behind the load balancer begins with TLS */
    BalancerStage(Network net, EntryPoint entry, boolean tls) {
        this.net = net;
        this.entry = entry;
        this.tls = tls;
    }

    /** A way through the gateway, as it ends where they do not agree. */
    Decision<Arrived> doubt(Decision<Arrived> way) {
        Optional<LoadBalancerPort> port = entry.way() == Way.LOAD_BALANCER ? entry.servicePort().flatMap(net::balanced) : Optional.empty();
        return switch (port.map(LoadBalancerPort::mismatch).orElse("")) {
            case LoadBalancerPort.UNEXPECTED -> doubted(way, port.get().port(),
                    "The load balancer puts PROXY protocol in front of connections, "
                            + "which the gateway's pods do not expect",
                    tls ? Outcome.reset() : new Outcome.Status(400, ""));
            case LoadBalancerPort.EXPECTED ->
                    doubted(way, port.get().port(), "The gateway's pods expect PROXY protocol in front of connections, "
                            + "and nothing tells the load balancer to put it there", Outcome.reset());
            default -> way;
        };
    }

    private Decision<Arrived> doubted(Decision<Arrived> way, ServicePort port, String message, Outcome end) {
        Optional<String> unread = Stream.of(Kind.ENVOY_FILTER, Kind.CONFIG_MAP).map(net.mesh().directory()::coverage)
                .flatMap(c -> c instanceof Coverage.None none ? Stream.of(none.reason()) : null).findFirst();
        ObjectRef service = port.resource().ref();
        Step step = new Step(Stage.GATEWAY, Optional.of(service),
                unread.isPresent() ? HopStatus.UNKNOWN : HopStatus.SUSPECT,
                message + unread.map(r -> ", for all that was read: " + r + ".").orElse("."),
                List.of(Step.deep(service, port.path() + ".port"), Step.deep(service, "metadata")));
        boolean answered = unread.isEmpty() && way instanceof Decision.Ended<Arrived> ended && ended.outcome().equals(Outcome.answered());
        return Decisions.told(List.of(step), answered ? new Decision.Ended<>(end, Optional.empty(), way.steps()) : way);
    }
}
