package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Resource;

/** A part of a VirtualService that rules judge by itself. */
public interface VirtualServicePart extends Subject {
    /** The VirtualService that this is a part of. */
    @SeenByRules
    VirtualService virtualService();

    @Override
    default Resource resource() {
        return virtualService().resource();
    }
}
