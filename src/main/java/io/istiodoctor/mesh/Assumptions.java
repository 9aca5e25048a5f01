package io.istiodoctor.mesh;

import io.istiodoctor.mesh.service.InferencePool;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.DefaultGateway;
import java.util.ArrayList;
import java.util.List;

/** What is taken for granted because the input does not say it. */
final class Assumptions {
    private Assumptions() {}

    /** As sentences. */
    static List<String> of(Rooms rooms) {
        List<String> assumptions = new ArrayList<>(rooms.inspection().assumption().stream().toList());
        if (rooms.workloads().gatewayAssumed()) {
            assumptions.add(DefaultGateway.ASSUMPTION);
        }
        rooms.workloads().managedAssumed().forEach(m -> assumptions.add(m.assumption()));
        rooms.services().all().stream().filter(s -> s.assumed() && s.picker().isPresent())
                .forEach(s -> assumptions.add("The input has no Service " + s.qualifiedName()
                        + ", which istiod makes of an InferencePool; it was assumed."));
        return assumptions;
    }
}
