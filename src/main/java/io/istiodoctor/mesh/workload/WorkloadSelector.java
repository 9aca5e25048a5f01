package io.istiodoctor.mesh.workload;

import io.istiodoctor.mesh.admission.OwnTemplate;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The selector of a Deployment, StatefulSet, DaemonSet or ReplicaSet, beside the template it must match. */
public final class WorkloadSelector implements Subject {
    private static final List<Kind> KINDS = List.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET, Kind.REPLICA_SET,
            Kind.ROLLOUT);

    private final Workload workload;
    private final Map<String, String> labels;

    private WorkloadSelector(Workload workload) {
        this.workload = workload;
        this.labels = Resource.texts(workload.resource().spec().get("selector").get("matchLabels"));
    }

    static Optional<WorkloadSelector> of(Kind kind, Workload workload) {
        return KINDS.contains(kind) && workload.resource().spec().get("selector").isPresent()
                ? Optional.of(new WorkloadSelector(workload)) : Optional.empty();
    }

    @Override
    public Resource resource() {
        return workload.resource();
    }

    /** The workload with the template. */
    @SeenByRules
    public Workload workload() {
        return workload;
    }

    /** The pairs that the pods must carry. */
    @SeenByRules
    public Map<String, String> labels() {
        return labels;
    }

    /** The pairs that the template lacks. */
    @SeenByRules
    public Map<String, String> missing() {
        Map<String, String> missing = new TreeMap<>(labels);
        missing.entrySet().removeIf(e -> e.getValue().equals(workload.labels().get(e.getKey())));
        return missing;
    }

    /** {@link #missing()} as a manifest writes it. */
    @SeenByRules
    public String missingText() {
        return Labels.show(missing());
    }

    /** What the template carries under the keys of the missing pairs, as a manifest writes it; empty when nothing. */
    @SeenByRules
    public String carriedText() {
        Map<String, String> carried = new TreeMap<>(workload.labels());
        carried.keySet().retainAll(missing().keySet());
        return Labels.show(carried);
    }

    /** The template's labels with the missing pairs put right. */
    @SeenByRules
    public Map<String, String> mendedLabels() {
        Map<String, String> mended = new TreeMap<>(workload.labels());
        mended.putAll(missing());
        return mended;
    }

    /** Whether the template carries what the selector asks for, expressions included. */
    @SeenByRules
    public boolean matches() {
        return OwnTemplate.matches(workload.resource());
    }
}
