package io.istiodoctor.model;

import java.util.Optional;

/**
 * The identity of a Kubernetes object.
 *
 * @param apiVersion group and version, "v1" for the core group
 * @param namespace empty for cluster-scoped objects
 */
public record ObjectRef(String apiVersion, String kind, String namespace, String name) implements Comparable<ObjectRef> {
    /** "name" or "namespace/name". */
    public String qualifiedName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** The API group; empty for the core group. */
    public String group() {
        return apiVersion.substring(0, Math.max(apiVersion.indexOf('/'), 0));
    }

    /** The version within its group. */
    public String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    /** Its kind, where the tool reads it. */
    public Optional<Kind> known() {
        return Kind.of(apiVersion, kind);
    }

    /** "Kind namespace/name", as people write it. */
    @Override
    public String toString() {
        return kind + " " + qualifiedName();
    }

    @Override
    public int compareTo(ObjectRef other) {
        int namespaces = namespace.compareTo(other.namespace);
        int kinds = namespaces != 0 ? namespaces : kind.compareTo(other.kind);
        int names = kinds != 0 ? kinds : name.compareTo(other.name);
        return names != 0 ? names : apiVersion.compareTo(other.apiVersion);
    }
}
