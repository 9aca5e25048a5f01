package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Resource;

/** A Service port seen in one respect that rules judge by itself. */
public interface ServicePortPart extends Subject {
    /** The port. */
    @SeenByRules
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
