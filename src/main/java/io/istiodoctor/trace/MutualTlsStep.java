package io.istiodoctor.trace;

import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterTls;
import io.istiodoctor.trace.Step.Passed;
import io.istiodoctor.trace.Traffic.Wrapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether what is sent to a pod (plain text, mTLS) is what its proxy takes, in words. */
final class MutualTlsStep {
    private final Workload pod;
    private final long port;
    private final Traffic traffic;
    private final Optional<FieldRef> rule;
    private final PeerMode mode;
    private final Optional<ClusterTls> sent;
    private final Obstacle met;

    MutualTlsStep(Network net, Workload pod, long port, Traffic traffic, Optional<Cluster> cluster) {
        this.pod = pod;
        this.port = port;
        this.traffic = traffic;
        this.rule = cluster.flatMap(Cluster::rule);
        this.sent = cluster.map(Cluster::tls);
        this.mode = net.mesh().peerModes().of(pod, port);
        this.met = new Obstacle.NotAccepted(pod, port, traffic.tls() == Wrapping.MUTUAL, traffic.from(), mode, rule);
    }

    private String says() {
        return mode.by().map(p -> p.ref() + " (" + mode.mode() + ")").orElse("the default (PERMISSIVE)");
    }

    private boolean ruled() {
        return rule.isPresent() && sent.filter(t -> !(t instanceof ClusterTls.Auto)).isPresent();
    }

    private String sender() {
        return ruled() ? rule.get().object().toString() : traffic.proxied() ? "The proxy" : "The client";
    }

    /**
     * The pod's proxy ends TLS that is not the mesh's, and asks for a certificate that only the mesh's proxies have.
     *
     * @param own whether the client itself sends that TLS, so that it sees how the handshake fails
     */
    Decision<Arrived> withoutCertificate(boolean own) {
        return Decision.ended(own && !(traffic.proxied() && traffic.http()) ? new Outcome.Failed(Outcome.Failure.TLS) : traffic.cut("UF"),
                step(HopStatus.BROKEN, sender() + " sends TLS of its own, but " + says() + " takes mTLS only.").because(met));
    }

    /** The pod's proxy takes no such connection. */
    Decision<Arrived> refused() {
        if (traffic.tls() == Wrapping.PLAIN && mode.mode().equals("DISABLE")) {
            return Decision.ended(traffic.cut("UC"), step(HopStatus.BROKEN,
                    sender() + " sends plain text, but the proxy of " + pod.resource().ref() + " takes TLS only on port " + port + "."));
        }
        String what = switch (traffic.tls()) {
            case PLAIN -> sender() + " sends plain text, but " + says() + " takes mTLS only.";
            case FOREIGN ->
                    sender() + " sends TLS of its own, which " + pod.resource().ref() + "'s proxy does not end; " + says() + " takes "
                            + (mode.mode().equals("STRICT") ? "mTLS only." : "mTLS and plain text.");
            case MUTUAL -> "mTLS is sent, but " + says() + " takes none on this port.";
        };
        return Decision.ended(traffic.cut(traffic.tls() == Wrapping.PLAIN ? "UC" : "UF"), step(HopStatus.BROKEN, what).because(met));
    }

    /** mTLS arrives where it is not ended. */
    Decision<Arrived> notTaken() {
        return Decision.ended(traffic.cut("UF"),
                step(HopStatus.BROKEN, "mTLS is sent, but " + says() + " takes plain text only.").because(met));
    }

    /** mTLS arrives at a pod that has no proxy, or whose proxy does not see the port. */
    Decision<Arrived> withoutProxy() {
        return Decision.ended(traffic.cut("UF"),
                step(HopStatus.BROKEN, sender() + " sends mTLS, but " + pod.resource().ref() + (pod.sidecar()
                        ? "'s proxy does not see port " + port + ", which is excluded from what it takes."
                        : " has no proxy that could end it.")).because(met));
    }

    /** The pod's certificate is none of those that the client's proxy takes for the host. */
    Decision<Arrived> stranger(String host, Set<String> names) {
        return Decision.ended(traffic.cut("UF"), step(HopStatus.BROKEN, pod.resource().ref() + " shows the certificate of service account "
                + pod.namespace() + "/" + pod.serviceAccount() + ", but for " + host + " the client's proxy takes "
                + names.stream().limit(3).collect(Collectors.joining(", ")) + (names.size() > 3 ? " ..." : "") + " only."));
    }

    /** A word on it where a policy or a rule has a say. */
    List<Step> taken() {
        boolean said = mode.by().isPresent() || ruled();
        return !said || traffic.tls() == Wrapping.FOREIGN ? List.of()
                : List.of(step(HopStatus.OK,
                        (traffic.tls() == Wrapping.MUTUAL ? "Sent by mTLS; " : "Sent as plain text; ") + says() + " takes it."));
    }

    private Step step(HopStatus status, String message) {
        List<Passed> passed = new ArrayList<>();
        mode.by().ifPresent(p -> passed.add(Step.deep(p.ref(), "")));
        rule.ifPresent(r -> passed.add(Step.deep(r.object(), "spec.trafficPolicy")));
        Optional<ObjectRef> object = mode.by().map(Resource::ref).or(() -> rule.map(FieldRef::object));
        return new Step(Stage.DESTINATION, object, status, message, passed);
    }
}
