package io.istiodoctor.mesh.security;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.SelectorIndex;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which policies of Istio are for a workload: those of its namespace and of the root namespace, by their selectors. */
public final class WorkloadPolicies {
    private final Inventory inventory;
    private final String root;
    private final Map<Kind, SelectorIndex<Resource>> selecting = new ConcurrentHashMap<>();

    /** The policies of a snapshot. */
    public WorkloadPolicies(Inventory inventory, MeshConfig config) {
        this.inventory = inventory;
        this.root = config.rootNamespace();
    }

    /** Whether a policy of the kind is for the workload; policies with targetRefs are for waypoints and the Gateway API's gateways. */
    public boolean any(Kind kind, Workload workload) {
        SelectorIndex<Resource> policies = selecting.computeIfAbsent(kind, this::index);
        return Stream.of(root, workload.namespace()).anyMatch(n -> !policies.selecting(n, workload.labels()).isEmpty());
    }

    /** What it means that no policy of the kind is for a workload. */
    public Certainty absence(Kind kind, Workload workload) {
        Coverage coverage = inventory.coverage(kind);
        return Stream.of(coverage.absenceIn(workload.namespace()), coverage.absenceIn(root)).max(Comparator.naturalOrder()).orElseThrow();
    }

    private SelectorIndex<Resource> index(Kind kind) {
        return new SelectorIndex<>(inventory.all(kind).stream().filter(p -> !p.spec().get("targetRefs").isPresent()).toList(),
                p -> p.ref().namespace(),
                p -> Resource.texts(p.spec().get("selector").get("matchLabels")));
    }
}
