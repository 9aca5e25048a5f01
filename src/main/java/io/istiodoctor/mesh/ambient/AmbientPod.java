package io.istiodoctor.mesh.ambient;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;

/** A pod, or what a template will make, for which labels ask for ambient mode. */
public record AmbientPod(Workload workload, Ambient ambient) implements Subject {
    @Override
    public Resource resource() {
        return workload.resource();
    }

    /** The pod or template. */
    @Override
    @SeenByRules
    public Workload workload() {
        return workload;
    }

    /** Whether a ztunnel could take care of it: it has no proxy of its own, and is not in the node's network. */
    @SeenByRules
    public boolean eligible() {
        return ambient.eligible(workload);
    }

    /** Whether it is noted on the pod that a ztunnel takes care of it. */
    @SeenByRules
    public boolean captured() {
        return ambient.marked(workload);
    }

    /** Whether it is a pod that runs. */
    @SeenByRules
    public boolean running() {
        return !workload.template() && workload.resource().status().text("phase").equals("Running");
    }
}
