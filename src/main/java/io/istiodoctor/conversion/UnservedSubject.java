package io.istiodoctor.conversion;

import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Resource;

/** A subject that is what istiod leaves out, or a part of it. */
public interface UnservedSubject extends Subject {
    /** What is left out. */
    Unserved unserved();

    @Override
    default Resource resource() {
        return unserved().resource();
    }

    /** The field for which it is left out. */
    @Override
    default String path() {
        return unserved().path();
    }
}
