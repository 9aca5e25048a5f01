package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which of the gateway's pods takes the connection, and whether anything listens there. */
final class GatewayStage {
    // What listens there in every gateway's pod, whatever Gateways say: for health and for metrics.
    private static final Set<Long> OWN_PORTS = Set.of(15020L, 15021L, 15090L);

    private final Network net;

    GatewayStage(Network net) {
        this.net = net;
    }

    Decision<GatewayArrival> arrive(EntryPoint entry) {
        List<RegistryEndpoint> ready = net.endpoints(entry).stream().filter(e -> e.workload().filter(Workload::gateway).isPresent())
                .toList();
        if (ready.isEmpty()) {
            return unready(entry);
        }
        RegistryEndpoint first = ready.stream().filter(e -> net.listener(e.workload().orElseThrow(), e.port()).isPresent()).findFirst()
                .orElse(ready.getFirst());
        Workload pod = first.workload().orElseThrow();
        boolean taken = ownPort(first.port()) || net.listener(pod, first.port()).isPresent();
        Optional<Step> shut = taken ? net.wall().before(Stage.GATEWAY, Optional.empty(), pod, first.port()) : Optional.empty();
        if (shut.isPresent()) {
            return Decision.ended(shut.get().status() == HopStatus.BROKEN ? new Outcome.Failed(Outcome.Failure.TIMEOUT) : Outcome.unknown(),
                    shut.get());
        }
        Optional<Step> untold = net.wall().toControlPlane(Stage.GATEWAY, pod);
        return untold.filter(s -> s.status() == HopStatus.BROKEN).isPresent() ? Decision.ended(Outcome.refused(), untold.get())
                : Decisions.told(untold.stream().toList(), listening(entry, pod, first.port()));
    }

    private Decision<GatewayArrival> unready(EntryPoint entry) {
        List<Workload> pods = entry.servicePort().map(p -> p.service().pods()).orElse(List.of());
        ObjectRef object = pods.stream().findFirst().map(p -> p.resource().ref()).orElseGet(() -> EntryStage.ref(entry));
        String why = pods.isEmpty() || pods.stream().anyMatch(Workload::takesTraffic)
                ? "No pod of the gateway has the port that " + EntryStage.ref(entry) + " leads to."
                : "None of the gateway's " + pods.size() + " pods is ready.";
        return Decision.ended(Outcome.refused(), Step.broken(Stage.GATEWAY, Optional.of(object), why, List.of(Step.deep(object, ""))));
    }

    /** A connection that has come to a port of a gateway's pod. */
    Decision<GatewayArrival> listening(EntryPoint entry, Workload pod, long port) {
        if (ownPort(port)) {
            return Decision.ended(Outcome.answered(), byItself(pod, port));
        }
        boolean ipv6 = ListenerFamily.ipv6(entry.address());
        Optional<EnvoyListener> listener = net.listener(pod, port, ipv6);
        if (listener.isEmpty()) {
            return new SilentPort(net, entry, pod, port).explain();
        }
        GatewayArrival arrival = new GatewayArrival(entry, pod, listener.get(), false);
        Optional<Step> family = ListenerFamily.unknown(listener.get(), pod, ipv6);
        if (family.isPresent()) {
            return Decision.brokenBefore(arrival, new Outcome.MayEnd(List.of(Outcome.refused())), family.get());
        }
        Optional<FilterChain> twice = ChainChoice.repeated(listener.get());
        if (twice.isPresent()) {
            ObjectRef owner = twice.get().origin().object();
            return Decision.brokenBefore(arrival, Outcome.refused(),
                    Step.broken(Stage.GATEWAY, Optional.of(owner), owner + " has a host that another server "
                            + "on port " + arrival.port() + " has as well, so that the proxy refuses all of the port.", passed(twice.get()))
                            .because(new Obstacle.HostTwice(entry, pod, twice.get())));
        }
        return Decision.onward(arrival);
    }

    /** Whether the gateway's proxy answers on a port by itself. */
    static boolean ownPort(long port) {
        return OWN_PORTS.contains(port);
    }

    private static Step byItself(Workload pod, long port) {
        return Step.ok(Stage.POD, Optional.of(pod.resource().ref()), "The gateway's proxy itself answers on port " + port + ".", List.of());
    }

    /** The parts of a Gateway on which a chain depends. */
    static List<Step.Passed> passed(FilterChain chain) {
        return List.of(Step.shallow(chain.origin().object(), ""), Step.deep(chain.origin().object(), chain.origin().path()));
    }
}
