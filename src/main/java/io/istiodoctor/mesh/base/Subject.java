package io.istiodoctor.mesh.base;

import io.istiodoctor.model.Resource;

/** A thing that a rule judges: an object or a part of one. */
public interface Subject {
    /** The object itself, or the one that this is a part of. */
    Resource resource();

    /** Path of this part inside the object, {@code spec.servers[0]}; empty for the object itself. */
    @SeenByRules
    default String path() {
        return "";
    }

    /** The object's name. */
    @SeenByRules
    default String name() {
        return resource().ref().name();
    }

    /** The object's namespace; empty when it is cluster-scoped. */
    @SeenByRules
    default String namespace() {
        return resource().ref().namespace();
    }

    /** The object's kind. */
    @SeenByRules
    default String kind() {
        return resource().ref().kind();
    }

    /** "namespace/name", or the name alone when the object is cluster-scoped. */
    @SeenByRules
    default String qualifiedName() {
        return resource().ref().qualifiedName();
    }
}
