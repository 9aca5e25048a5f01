package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Resource;

/**
 * A ConfigMap in which the certificates of an authority are not where istiod looks for them.
 *
 * @param field the field of its data that has them
 */
public record MisnamedAuthority(Resource resource, @SeenByRules String field) implements Subject {
    /** The certificates. */
    @SeenByRules
    public String certificates() {
        return resource.root().get("data").text(field);
    }
}
