package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.workload.Container.ContainerPort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Step.Passed;
import io.istiodoctor.trace.Traffic.Wrapping;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the application listens on the port, as far as its containers tell, and speaks what is sent. */
final class ApplicationStage {
    private static final Pattern SAYS_TLS = Pattern.compile("(?i)tls|ssl|https");

    private final Workload pod;
    private final ApplicationSocket socket;
    private final Traffic traffic;
    private final Optional<FieldRef> rule;
    private final Outcome closed;
    private final Outcome cut;

    /**
     * The end of the way.
     *
     * @param socket where its proxy, or the client, looks for it
     * @param rule the DestinationRule that has a say in how it is sent
     * @param closed what the client gets where the application does not listen
     * @param cut what the client gets where the application does not understand what it is sent
     */
    ApplicationStage(Workload pod, ApplicationSocket socket, Traffic traffic, Optional<FieldRef> rule, Outcome closed,
            Outcome cut) {
        this.pod = pod;
        this.socket = socket;
        this.traffic = traffic;
        this.rule = rule;
        this.closed = closed;
        this.cut = cut;
    }

    Decision<Arrived> arrive() {
        ObjectRef ref = pod.resource().ref();
        List<Passed> passed = Stream
                .concat(Stream.of(Step.deep(ref, "")), socket.field().stream().map(f -> Step.deep(f.object(), f.path())))
                .toList();
        String count = pod.template() ? "Its template makes pods" : "The pod is ready";
        if (socket.undeclared(pod)) {
            String sent = socket.ofSidecar() ? socket.field().orElseThrow().object() + " sends the request" : "the request is sent";
            return doubtful(closed, ref,
                    count + ", but " + sent + " to port " + socket.port() + ", while the containers declare " + declared() + ".", passed,
                    new Obstacle.PortClosed(pod, socket.port(), socket.asked()));
        }
        Optional<String> strange = strange();
        if (strange.isPresent()) {
            return doubtful(cut, ref, count + ", but " + strange.get() + ".", passed,
                    new Obstacle.SpeechDiffers(pod, socket.port(), spoken().orElseThrow(), traffic.sealed(), socket.asked(), rule,
                            traffic.from().filter(s -> traffic.proxied()), traffic.tls() == Wrapping.MUTUAL));
        }
        return Decision.ended(Outcome.answered(),
                Step.ok(Stage.POD, Optional.of(ref), count + "; the request arrives at " + socket.words() + ".", passed));
    }

    private static Decision<Arrived> doubtful(Outcome feared, ObjectRef ref, String message, List<Passed> passed, Obstacle met) {
        return Decision.ended(feared, new Step(Stage.POD, Optional.of(ref), HopStatus.SUSPECT, message, passed).because(met));
    }

    private String declared() {
        return pod.ports().stream().filter(p -> p.transport().equals("TCP")).map(p -> Long.toString(p.number())).distinct().sorted()
                .collect(Collectors.joining(", "));
    }

    private Optional<ContainerPort> port() {
        return pod.ports().stream().filter(p -> p.number() == socket.port() && p.transport().equals("TCP")).findFirst();
    }

    // What the container's port is named tells what the application speaks there.
    private Optional<Protocol> spoken() {
        return port().flatMap(p -> Protocol.ofName(p.name()));
    }

    private Optional<String> strange() {
        Optional<Protocol> spoken = spoken();
        boolean tls = traffic.sealed();
        boolean ends = spoken.filter(p -> p == Protocol.HTTPS || p == Protocol.TLS).isPresent();
        boolean raw = spoken.filter(p -> p == Protocol.TCP || p == Protocol.MYSQL || p == Protocol.MONGO || p == Protocol.REDIS)
                .isPresent();
        String written = port().map(ContainerPort::name).orElse("");
        String name = "its port " + socket.port() + " is named " + written;
        // Bytes may be TLS: where the name or a DestinationRule says so, they are. One that asks for Istio's mutual TLS says nothing of what is inside.
        boolean saysTls = raw && (rule.isPresent() && traffic.tls() != Wrapping.MUTUAL || SAYS_TLS.matcher(written).find());
        if (tls && spoken.isPresent() && !ends && !saysTls) {
            return Optional.of("TLS is sent, while " + name);
        }
        return !tls && traffic.requests() && (ends || raw) ? Optional.of("plain HTTP is sent, while " + name) : Optional.empty();
    }
}
