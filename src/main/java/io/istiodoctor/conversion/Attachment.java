package io.istiodoctor.conversion;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;

/**
 * A route that a parent takes.
 *
 * @param parentRef the field of the route that names the parent
 * @param parent the listener; of a route for the mesh the Service or ServiceEntry
 * @param gateway the name by which the route's VirtualServices refer to it: {@code namespace/name} of a made Gateway, or {@code mesh}
 */
public record Attachment(FieldRef parentRef, FieldRef parent, String gateway) {
    /** The route. */
    public ObjectRef route() {
        return parentRef.object();
    }
}
