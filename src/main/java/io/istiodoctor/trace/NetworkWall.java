package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.network.NetworkPolicies;
import io.istiodoctor.mesh.network.Party;
import io.istiodoctor.mesh.network.Passage;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** The network between two pods, where NetworkPolicies shut it. */
final class NetworkWall {
    private final Mesh mesh;
    private final NetworkPolicies policies;
    private final List<Workload> istiods;

    NetworkWall(Mesh mesh) {
        this.mesh = mesh;
        this.policies = mesh.networkPolicies();
        this.istiods = policies.none() ? List.of() : mesh.workloads().stream().filter(Workload::istiod).toList();
    }

    /**
     * What keeps a pod from asking the cluster's DNS for a name; empty where nothing does, or where something else answers.
     *
     * @param ofMesh whether the name is a host of the mesh, which proxies that take in DNS know by themselves
     */
    Optional<Step> lookup(Workload pod, String name, boolean ofMesh) {
        boolean written = pod.pod().get("spec").get("hostAliases").elements().stream()
                .flatMap(a -> a.get("hostnames").elements().stream()).anyMatch(h -> h.text().equals(Optional.of(name)));
        boolean known = ofMesh && (mesh.ambient().captured(pod) || pod.sidecar() && mesh.config().capturesDns(pod));
        return written || known || !(policies.dns(pod) instanceof Passage.Shut(Resource policy, var direction)) ? Optional.empty()
                : Optional.of(step(Stage.ENTRY, policy, HopStatus.BROKEN, policy.ref() + " does not let " + pod.resource().ref()
                        + " ask the cluster's DNS (port " + NetworkPolicies.DNS + "): no name is found."));
    }

    /**
     * What keeps a pod's proxy from istiod; empty where nothing does, and where no istiod was read. A proxy that is ready was told something once, and goes
     * on with that: then it is a suspicion.
     */
    Optional<Step> toControlPlane(Stage stage, Workload pod) {
        List<Passage> ways = istiods.stream().map(i -> policies.passage(new Party.OfPod(pod), new Party.OfPod(i), NetworkPolicies.XDS))
                .toList();
        if (ways.isEmpty() || !ways.stream().allMatch(Passage.Shut.class::isInstance)
                || !(ways.getFirst() instanceof Passage.Shut(Resource policy, var direction))) {
            return Optional.empty();
        }
        boolean told = !pod.template() && pod.ready();
        return Optional.of(step(stage, policy, told ? HopStatus.SUSPECT : HopStatus.BROKEN,
                policy.ref() + " does not let the proxy of " + pod.resource().ref()
                        + " reach istiod at port " + NetworkPolicies.XDS
                        + (told ? ": it goes on with what it was told before." : ": it is told nothing, and is never ready.")));
    }

    /** What is in the way of a pod's connection, or of one from outside, to a pod's port; empty where nothing is. */
    Optional<Step> before(Stage stage, Optional<Workload> from, Workload to, long port) {
        return before(stage, Party.of(from), to, port);
    }

    /** What is in the way of a connection. */
    Optional<Step> before(Stage stage, Party from, Workload pod, long port) {
        Party to = new Party.OfPod(pod);
        return switch (policies.passage(from, to, port)) {
            case Passage.Open open -> Optional.empty();
            case Passage.Shut(Resource policy, var direction) -> {
                Step step = step(stage, policy, HopStatus.BROKEN,
                        policy.ref() + " does not let " + from.words() + " reach port " + port + " of " + to.words() + ".");
                yield Optional.of(from instanceof Party.OfPod(Workload sender)
                        ? step.because(new Obstacle.NetworkShut(policy, direction, sender, pod, port)) : step);
            }
            case Passage.Doubtful(Resource policy, var direction, String why) -> Optional.of(step(stage, policy, HopStatus.UNKNOWN,
                    "Whether " + policy.ref() + " lets " + from.words() + " reach port " + port + " of " + to.words() + " cannot be told: "
                            + why + "."));
        };
    }

    private static Step step(Stage stage, Resource policy, HopStatus status, String message) {
        return new Step(stage, Optional.of(policy.ref()), status, message, List.of(Step.deep(policy.ref(), "")));
    }
}
