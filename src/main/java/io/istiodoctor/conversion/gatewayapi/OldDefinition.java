package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * A definition of a kind of the Gateway API that is too old for istiod, which passes over all objects of the kind.
 *
 * @param installed the release of the Gateway API that it comes from; empty when it does not say so
 * @param needed the oldest release that istiod takes
 * @param objects how many objects of the kind there are
 */
public record OldDefinition(Resource resource, Kind of, @SeenByRules String installed, @SeenByRules String needed,
        @SeenByRules long objects) implements Subject {
    /** Those of a mesh; of a cluster whose istiod does not tell its release, nothing is known. */
    public static List<OldDefinition> of(Mesh mesh) {
        return mesh.live() && mesh.config().controlPlaneVersion().isEmpty() ? List.of()
                : new Definitions(ConversionInput.of(mesh), new ArrayList<>()).old();
    }

    @Override
    public String path() {
        return "metadata.name";
    }

    /** The kind that it defines. */
    @SeenByRules
    public String defined() {
        return of.kind();
    }
}
