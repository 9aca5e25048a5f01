package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.service.NodePortClaim;
import io.istiodoctor.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Services with node ports that API servers do not give away as a rule. How this one was started is not to be seen, and so a way by such a Service is
 * suspect.
 */
final class UnusualNodePorts {
    private final Map<ObjectRef, NodePortClaim> claims;

    UnusualNodePorts(Mesh mesh) {
        this.claims = mesh.nodePortClaims().stream().filter(NodePortClaim::outOfRange)
                .collect(Collectors.toMap(c -> c.resource().ref(), c -> c, (first, second) -> first));
    }

    /** The steps of a way, of which the first by such a Service is suspect. */
    List<Step> doubt(List<Step> steps) {
        for (int i = 0; i < steps.size() && !claims.isEmpty(); i++) {
            Step step = steps.get(i);
            Optional<NodePortClaim> claim = step.status() == HopStatus.OK ? step.object().map(claims::get) : Optional.empty();
            if (claim.isPresent()) {
                List<Step> doubted = new ArrayList<>(steps);
                doubted.set(i, doubt(step, claim.get()));
                return doubted;
            }
        }
        return steps;
    }

    private static Step doubt(Step step, NodePortClaim claim) {
        String message = "%s Service %s asks for node port %d: it would be refused, unless the API server has another range than 30000 to 32767."
                .formatted(step.message(), claim.port().service().qualifiedName(), claim.port().nodePort());
        return new Step(step.stage(), step.object(), HopStatus.SUSPECT, message, step.passed(), step.obstacle())
                .passing(List.of(Step.deep(claim.resource().ref(), claim.port().path() + ".nodePort")));
    }
}
