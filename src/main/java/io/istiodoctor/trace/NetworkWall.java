package io.istiodoctor.trace;

import io.istiodoctor.mesh.network.NetworkPolicies;
import io.istiodoctor.mesh.network.Party;
import io.istiodoctor.mesh.network.Passage;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** The network between two pods, where NetworkPolicies shut it. */
final class NetworkWall {
    private final NetworkPolicies policies;

    NetworkWall(NetworkPolicies policies) {
        this.policies = policies;
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
            case Passage.Shut(Resource policy, var direction) -> Optional.of(step(stage, policy, HopStatus.BROKEN,
                    policy.ref() + " does not let " + from.words() + " reach port " + port + " of " + to.words() + "."));
            case Passage.Doubtful(Resource policy, var direction, String why) -> Optional.of(step(stage, policy, HopStatus.UNKNOWN,
                    "Whether " + policy.ref() + " lets " + from.words() + " reach port " + port + " of " + to.words() + " cannot be told: " + why + "."));
        };
    }

    private static Step step(Stage stage, Resource policy, HopStatus status, String message) {
        return new Step(stage, Optional.of(policy.ref()), status, message, List.of(Step.deep(policy.ref(), "")));
    }
}
