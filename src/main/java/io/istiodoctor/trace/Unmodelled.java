package io.istiodoctor.trace;

import io.istiodoctor.mesh.network.NetworkPolicies;
import io.istiodoctor.mesh.network.Party;
import io.istiodoctor.mesh.network.Passage;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is on a connection's way outside of proxies: the network, where a NetworkPolicy shuts it, and ambient mode's ztunnel, which is not followed. */
final class Unmodelled {
    private static final String MODE = "istio.io/dataplane-mode";

    private final NetworkPolicies policies;
    private final Map<String, String> modes;

    Unmodelled(NetworkPolicies policies, List<Resource> namespaces) {
        this.policies = policies;
        this.modes = namespaces.stream().filter(n -> n.labels().containsKey(MODE)).collect(Collectors.toMap(n -> n.ref().name(), n -> n.labels().get(MODE), (a, b) -> a));
    }

    /** What is in the way of a connection to a pod's port; empty where all is followed. */
    Optional<Step> before(Stage stage, Optional<Workload> from, Workload to, long port) {
        Optional<Step> wall = wall(stage, Party.of(from), new Party.OfPod(to), port);
        if (wall.isPresent()) {
            return wall;
        }
        return ambient(to) ? Optional.of(ztunnel(stage, to, "in front of the pod")) : Optional.empty();
    }

    private Optional<Step> wall(Stage stage, Party from, Party to, long port) {
        return switch (policies.passage(from, to, port)) {
            case Passage.Open open -> Optional.empty();
            case Passage.Shut(Resource policy, var direction) -> Optional.of(new Step(stage, Optional.of(policy.ref()), HopStatus.BROKEN,
                    policy.ref() + " does not let " + from.words() + " reach port " + port + " of " + to.words() + ".", List.of(Step.deep(policy.ref(), ""))));
            case Passage.Doubtful(Resource policy, var direction, String why) -> Optional.of(unknown(stage, policy.ref(), "Whether " + policy.ref() + " lets "
                    + from.words() + " reach port " + port + " of " + to.words() + " cannot be told: " + why + "."));
        };
    }

    /** What takes the requests of a pod without a proxy; empty where nothing does. */
    Optional<Step> behind(Workload from) {
        return ambient(from) ? Optional.of(ztunnel(Stage.ROUTE, from, "behind the client")) : Optional.empty();
    }

    private static Step ztunnel(Stage stage, Workload pod, String where) {
        return unknown(stage, pod.resource().ref(), "In ambient mode a ztunnel stands " + where + ", and perhaps a waypoint; what they decide is not followed.");
    }

    private static Step unknown(Stage stage, ObjectRef object, String message) {
        return new Step(stage, Optional.of(object), HopStatus.UNKNOWN, message, List.of(Step.shallow(object, "")));
    }

    private boolean ambient(Workload pod) {
        boolean captured = pod.annotations().getOrDefault("ambient.istio.io/redirection", "").equals("enabled");
        boolean asked = pod.template() && pod.labels().getOrDefault(MODE, modes.getOrDefault(pod.namespace(), "")).equals("ambient");
        return pod.proxy().isEmpty() && !pod.gateway() && !pod.hostNetwork() && (captured || asked);
    }
}
