package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.Optional;

/** Objects that only a control plane of one revision reads. Which revision's proxies are looked at is not known. */
final class Revisions {
    private static final String LABEL = "istio.io/rev";

    private Revisions() {}

    /** What is not certain about an object, since its label names a revision. */
    static Optional<Doubt> doubt(Resource object) {
        String revision = object.labels().getOrDefault(LABEL, "");
        return revision.isEmpty() || revision.equals("default") ? Optional.empty()
                : Optional.of(new Doubt(Certainty.UNKNOWN, object.ref() + " is for the control plane of revision " + revision
                        + ", and whether the proxy is told by that one is not followed"));
    }
}
