package io.istiodoctor.model;

import java.util.Comparator;

/**
 * The identity of a Kubernetes object.
 *
 * @param apiVersion group and version, "v1" for the core group
 * @param namespace empty for cluster-scoped objects
 */
public record ObjectRef(String apiVersion, String kind, String namespace, String name) implements Comparable<ObjectRef> {
    private static final Comparator<ObjectRef> ORDER = Comparator.comparing(ObjectRef::namespace)
            .thenComparing(ObjectRef::kind).thenComparing(ObjectRef::name).thenComparing(ObjectRef::apiVersion);

    /** "name" or "namespace/name". */
    public String qualifiedName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** "Kind namespace/name", as people write it. */
    @Override
    public String toString() {
        return kind + " " + qualifiedName();
    }

    @Override
    public int compareTo(ObjectRef other) {
        return ORDER.compare(this, other);
    }
}
