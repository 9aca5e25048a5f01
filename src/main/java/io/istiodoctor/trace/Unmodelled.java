package io.istiodoctor.trace;

import io.istiodoctor.mesh.security.NetworkPolicies;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What decides on a connection but is not followed: the network, where a NetworkPolicy shuts it, and ambient mode's ztunnel. */
final class Unmodelled {
    private static final String MODE = "istio.io/dataplane-mode";

    private final NetworkPolicies policies;
    private final Map<String, String> modes;

    Unmodelled(List<Resource> networkPolicies, List<Resource> namespaces) {
        this.policies = new NetworkPolicies(networkPolicies, namespaces);
        this.modes = namespaces.stream().filter(n -> n.labels().containsKey(MODE)).collect(Collectors.toMap(n -> n.ref().name(), n -> n.labels().get(MODE), (a, b) -> a));
    }

    /** What is in the way of a connection to a pod's port; empty where all is followed. */
    Optional<Step> before(Stage stage, Optional<Workload> from, Workload to, long port) {
        Optional<ObjectRef> shut = policies.shuts(from, to, port);
        if (shut.isPresent()) {
            String whom = from.map(f -> f.resource().ref().toString()).orElse("clients outside");
            return Optional.of(unknown(stage, shut.get(), shut.get() + " does not let " + whom + " reach port " + port + " of " + to.resource().ref()
                    + "; whether the cluster's network enforces it cannot be seen."));
        }
        return ambient(to) ? Optional.of(ztunnel(stage, to, "in front of the pod")) : Optional.empty();
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
