package io.istiodoctor.mesh.security;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Which policies of Istio are for a workload: those of its namespace and of the root namespace, by their selectors. */
public final class WorkloadPolicies {
    private final Inventory inventory;
    private final String root;

    /** The policies of a snapshot. */
    public WorkloadPolicies(Inventory inventory, MeshConfig config) {
        this.inventory = inventory;
        this.root = config.rootNamespace();
    }

    /** Whether a policy of the kind is for the workload; policies with targetRefs are for waypoints and the Gateway API's gateways. */
    public boolean any(Kind kind, Workload workload) {
        return inventory.all(kind).stream().anyMatch(p -> isFor(p, workload));
    }

    /** What it means that no policy of the kind is for a workload. */
    public Certainty absence(Kind kind, Workload workload) {
        Coverage coverage = inventory.coverage(kind);
        return Stream.of(coverage.absenceIn(workload.namespace()), coverage.absenceIn(root)).max(Comparator.naturalOrder()).orElseThrow();
    }

    private boolean isFor(Resource policy, Workload pod) {
        Map<String, String> wanted = Resource.texts(policy.spec().get("selector").get("matchLabels"));
        boolean near = policy.ref().namespace().equals(root) || policy.ref().namespace().equals(pod.namespace());
        return near && Labels.match(wanted, pod.labels()) && !policy.spec().get("targetRefs").isPresent();
    }
}
