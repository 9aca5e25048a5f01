package io.istiodoctor.mesh.admission;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Sort;
import io.istiodoctor.schema.admission.Admission;
import java.util.List;

/** Which flaws are enough to say that every API server refuses an object of a file, whatever it stores already. */
final class CertainRefusal {
    private CertainRefusal() {}

    /** Whether an object of this kind is refused for its flaws. */
    static boolean of(Kind kind, Resource object, List<FieldFlaw> flaws, Admission admission) {
        List<FieldFlaw> refusing = flaws.stream().filter(FieldFlaw::refused).toList();
        if (kind.ofIstio()) {
            return !refusing.isEmpty();
        }
        // An API server that serves a version of yesterday is none of today in other things either.
        boolean old = flaws.stream().anyMatch(f -> f.sort() == Sort.REMOVED_VERSION);
        return !isServersCopy(object) && refusing.stream().anyMatch(f -> inMetadata(f) || !old && isCertain(f, kind, object, admission));
    }

    private static boolean isCertain(FieldFlaw flaw, Kind kind, Resource object, Admission admission) {
        return switch (kind) {
            // Webhooks may bring it before the API server looks, as Istio's brings a proxy and its image. Templates of pods go by no such webhook.
            case POD -> flaw.sort() != Sort.MISSING;
            // What another type of Service had is taken away by the API server where the type is changed (dropTypeDependentFields).
            case SERVICE -> flaw.sort() != Sort.EXCLUDED;
            // Newer releases of a definition ask for more, and which one a cluster has is not known; but none gives a field another type.
            default -> !kind.ofGatewayApi() || flaw.sort() == Sort.WRONG_TYPE || admission.defined(object.ref());
        };
    }

    private static boolean inMetadata(FieldFlaw flaw) {
        return flaw.path().startsWith("metadata");
    }

    /** Whether a file has an object as an API server gave it out: it is changed and not made, and held against less. */
    private static boolean isServersCopy(Resource object) {
        Node metadata = object.root().get("metadata");
        return !metadata.text("uid").isEmpty() && !metadata.text("resourceVersion").isEmpty();
    }
}
