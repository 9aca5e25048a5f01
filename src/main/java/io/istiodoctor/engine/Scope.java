package io.istiodoctor.engine;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.ObjectRef;
import java.util.Set;

/** Which objects findings are wanted of. */
public sealed interface Scope {
    /** Every object. */
    record Everything() implements Scope {}

    /**
     * The objects of a namespace, and those elsewhere that its traffic passes.
     *
     * @param around the latter
     */
    record Namespace(String name, Set<ObjectRef> around) implements Scope {
        /** The scope of one namespace of a mesh. */
        public static Namespace of(String name, Mesh mesh) {
            return new Namespace(name, mesh.around(name));
        }
    }

    /** Whether having read these namespaces alone is having read what is wanted. */
    default boolean within(Set<String> namespaces) {
        return this instanceof Namespace n && namespaces.contains(n.name);
    }

    /** Whether findings of this object are wanted. */
    default boolean contains(ObjectRef object) {
        return switch (this) {
            case Everything e -> true;
            case Namespace n -> object.namespace().equals(n.name) || n.around.contains(object);
        };
    }
}
