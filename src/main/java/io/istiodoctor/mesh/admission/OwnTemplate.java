package io.istiodoctor.mesh.admission;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.model.Resource;
import java.util.List;

/** The selector of a workload beside its own pod template: without a match an API server refuses the workload. */
public final class OwnTemplate {
    private static final List<String> KINDS = List.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet");

    private OwnTemplate() {}

    /** Whether the template carries what the selector asks for, expressions included. */
    public static boolean matches(Resource workload) {
        return Labels.matchSelector(workload.spec().get("selector"),
                Resource.texts(workload.spec().get("template").get("metadata").get("labels")));
    }

    /** Whether it is of a kind of Kubernetes' own, has a selector, and its template does not match it. */
    static boolean missed(Resource object) {
        return object.ref().apiVersion().startsWith("apps/") && KINDS.contains(object.ref().kind())
                && object.spec().get("selector").isPresent() && !matches(object);
    }
}
