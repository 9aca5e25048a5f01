package io.istiodoctor.mesh.workload;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds pods and pod templates in the objects of the snapshot. */
final class WorkloadReader {
    /** The kinds that carry pods or pod templates. */
    static final List<Kind> KINDS = List.of(Kind.POD, Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET, Kind.REPLICA_SET,
            Kind.JOB, Kind.CRON_JOB, Kind.ROLLOUT, Kind.KNATIVE_SERVICE);

    private static final Map<Kind, String> TEMPLATES = Map.of(Kind.POD, "", Kind.CRON_JOB, "spec.jobTemplate.spec.template");

    private WorkloadReader() {}

    /** The workload of an object; empty when it carries none, has ended, or only repeats its owner's template. */
    static Optional<Workload> read(Kind kind, Resource resource) {
        if (!KINDS.contains(kind) || kind == Kind.REPLICA_SET && owned(resource) || kind == Kind.JOB && finished(resource)) {
            return Optional.empty();
        }
        String path = TEMPLATES.getOrDefault(kind, "spec.template");
        Node pod = resource.root();
        for (String step : path.isEmpty() ? new String[0] : path.split("\\.")) {
            pod = pod.get(step);
        }
        return Optional.of(new Workload(resource, path, pod, false, false)).filter(w -> !w.ended());
    }

    private static boolean owned(Resource resource) {
        return resource.root().get("metadata").get("ownerReferences").elements().stream()
                .anyMatch(o -> o.get("controller").isTrue());
    }

    private static boolean finished(Resource job) {
        return job.status().get("conditions").elements().stream()
                .anyMatch(c -> List.of("Complete", "Failed").contains(c.text("type")) && c.text("status").equals("True"));
    }
}
