package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import io.istiodoctor.trace.Shares.Branch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A client without a proxy, at a Service: kube-proxy leads it to one of the ready endpoints. */
final class ServiceStage {
    private final Network net;
    private final TraceRequest request;

    ServiceStage(Network net, TraceRequest request) {
        this.net = net;
        this.request = request;
    }

    /** @param from the client's pod; empty for a client outside */
    Decision<Arrived> reach(Service service, long number, Optional<Workload> from) {
        ObjectRef ref = service.resource().ref();
        Optional<ServicePort> port = service.port(number);
        if (port.isEmpty()) {
            return Decision.ended(Outcome.refused(),
                    Step.broken(Stage.DESTINATION, Optional.of(ref), ref + " has no port " + number + "; it offers "
                            + service.portNumbers().stream().map(Object::toString).collect(Collectors.joining(", ")) + ".",
                            List.of(Step.exact(ref, "")))
                            .because(new Obstacle.PortNotOffered(service, number)));
        }
        Step offered = Step.ok(Stage.DESTINATION, Optional.of(ref), "Service " + service.host() + " offers port " + number + ".",
                List.of(Step.exact(ref, ""), Step.deep(ref, "metadata"), Step.deep(ref, port.get().path() + ".name"),
                        Step.deep(ref, port.get().path() + ".appProtocol"), Step.deep(ref, port.get().path() + ".protocol")));
        List<RegistryEndpoint> ready = net.proxies().endpoints().ofPods(service, port.get()).stream().filter(RegistryEndpoint::ready)
                .toList();
        if (ready.isEmpty()) {
            Step step = NoEndpoint.explain(net, service, port.get(), Map.of())
                    .because(new Obstacle.NoEndpoint(service, port.get(), Optional.empty(), Optional.empty()));
            return Decisions.told(List.of(offered),
                    Decision.ended(step.status() == HopStatus.UNKNOWN ? Outcome.unknown() : Outcome.refused(), step));
        }
        List<RegistryEndpoint> pods = ready.stream().filter(e -> e.workload().isPresent()).toList();
        if (pods.isEmpty()) {
            return Decisions.told(List.of(offered), Decision.ended(Outcome.answered(), Step.ok(Stage.POD, Optional.of(ref), ready.size()
                    + " endpoints ready, none of them a pod that was read.", List.of())));
        }
        ServerStage server = new ServerStage(net, request);
        return Decisions.told(List.of(offered), Shares.ofEndpoints(
                pods.stream().map(e -> new Branch(1, server.direct(e, Optional.of(new FieldRef(ref, port.get().path())), from))).toList()));
    }
}
