package io.istiodoctor.mesh;

import io.istiodoctor.model.Resource;

/** A Service port seen in one respect that rules judge by itself. */
public interface ServicePortPart extends Subject {
    /** The port. */
    ServicePort port();

    @Override
    default Resource resource() {
        return port().resource();
    }

    @Override
    default String path() {
        return port().path();
    }
}
