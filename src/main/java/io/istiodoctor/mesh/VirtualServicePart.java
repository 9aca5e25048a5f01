package io.istiodoctor.mesh;

import io.istiodoctor.model.Resource;

/** A part of a VirtualService that rules judge by itself. */
public interface VirtualServicePart extends Subject {
    /** The VirtualService that this is a part of. */
    VirtualService virtualService();

    @Override
    default Resource resource() {
        return virtualService().resource();
    }
}
