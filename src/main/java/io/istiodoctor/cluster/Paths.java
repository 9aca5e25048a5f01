package io.istiodoctor.cluster;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.KubernetesName;

/** Paths of the Kubernetes API (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris). */
final class Paths {
    private Paths() {}

    /**
     * Whether an object may be called so. Names come from fields of other objects; one like "" or "../.." would make a
     * path of something else altogether.
     */
    static boolean isName(String text) {
        return KubernetesName.isName(text);
    }

    /** The path of a kind's objects; in all namespaces when {@code namespace} is empty. */
    static String list(Kind kind, String version, String namespace) {
        String group = kind.group().isEmpty() ? "/api/" + version : "/apis/" + kind.group() + "/" + version;
        return group + (namespace.isEmpty() ? "" : "/namespaces/" + required(namespace)) + "/" + kind.plural();
    }

    /** The path of one object; {@code namespace} is empty for kinds that are not namespaced. */
    static String object(Kind kind, String version, String namespace, String name) {
        return list(kind, version, namespace) + "/" + required(name);
    }

    private static String required(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a Kubernetes name");
        }
        return name;
    }
}
