package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.ambient.Ambient;
import io.istiodoctor.mesh.network.Party;
import io.istiodoctor.mesh.policy.Address;
import io.istiodoctor.mesh.policy.Peer;
import io.istiodoctor.mesh.policy.PolicyFacts;
import io.istiodoctor.mesh.policy.ProxyPolicies;
import io.istiodoctor.mesh.policy.Token;
import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** The ztunnel of a node in front of a pod in ambient mode: it ends HBONE, and enforces what policies ask of connections. */
final class ZtunnelStage {
    private final Network net;
    private final Mesh mesh;
    private final Workload pod;
    private final long port;
    private final Traffic traffic;
    private final Tunnel tunnel;

    ZtunnelStage(Network net, Workload pod, long port, Traffic traffic) {
        this.net = net;
        this.mesh = net.mesh();
        this.pod = pod;
        this.port = port;
        this.traffic = traffic;
        this.tunnel = Tunnel.between(mesh.ambient(), mesh.config(), traffic.from(), pod);
    }

    /** What keeps the connection from the pod's node: a NetworkPolicy for the port at which it really arrives. */
    Optional<Step> wall() {
        Party from = Party.of(traffic.from());
        Optional<Step> tunnelled = tunnel == Tunnel.NO ? Optional.empty() : net.wall().before(Stage.POD, from, pod, Ambient.HBONE);
        Optional<Step> plain = tunnel == Tunnel.YES ? Optional.empty() : net.wall().before(Stage.POD, from, pod, port);
        if (tunnel != Tunnel.PERHAPS || tunnelled.isPresent() == plain.isPresent()) {
            return tunnelled.or(() -> plain);
        }
        Step shut = tunnelled.or(() -> plain).get();
        return Optional.of(new Step(Stage.POD, shut.object(), HopStatus.UNKNOWN, shut.message()
                + " Whether the connection arrives at that port depends on istiod's ambient mode (PILOT_ENABLE_AMBIENT), which is not known.",
                shut.passed()));
    }

    Decision<Arrived> admit() {
        PeerMode mode = mesh.peerModes().of(pod, port);
        ObjectRef ref = pod.resource().ref();
        if (tunnel == Tunnel.NO && mode.mode().equals("STRICT")) {
            String by = mode.by().map(p -> p.ref() + " (STRICT)").orElse("STRICT");
            return Decision
                    .ended(traffic.cut("UC"),
                            Step.broken(Stage.DESTINATION, mode.by().map(Resource::ref),
                                    "Plain text arrives at the ztunnel in front of " + ref
                                            + ", but " + by + " takes mTLS only.",
                                    mode.by().map(p -> List.of(Step.deep(p.ref(), ""))).orElse(List.of())));
        }
        Step taken = Step.ok(Stage.DESTINATION, Optional.of(ref),
                "The ztunnel of the pod's node takes the connection" + (tunnel == Tunnel.YES ? ", which comes by HBONE." : "."),
                List.of());
        ProxyPolicies policies = mesh.policies().ofZtunnel(pod);
        if (policies.empty()) {
            return Decision.onward(Arrived.AT_APPLICATION, taken);
        }
        Caller caller = new Caller(traffic.from());
        Peer peer = switch (tunnel) {
            case YES -> caller.certified(mesh.config());
            case NO -> Peer.ANONYMOUS;
            case PERHAPS -> new Peer.Unknown(
                    "whether the client shows a certificate, which depends on istiod's ambient mode (PILOT_ENABLE_AMBIENT)");
        };
        PolicyFacts facts = new PolicyFacts(peer, caller.address(), caller.address(), new Address.Known(pod.podIP()), port, "",
                Optional.empty(), Token.AS_SENT);
        return Decisions.told(List.of(taken),
                PolicyWords.decide(policies.decide(facts), Stage.DESTINATION, Arrived.AT_APPLICATION, Optional.of(traffic.cut("UF"))));
    }
}
