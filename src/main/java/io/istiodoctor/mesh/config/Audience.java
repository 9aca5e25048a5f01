package io.istiodoctor.mesh.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The namespaces whose proxies see an object.
 *
 * @param namespaces in the order in which they are named, each once; {@code *} among them stands for all
 */
public record Audience(List<String> namespaces) {
    /** Stands for every namespace. */
    public static final String EVERYWHERE = "*";

    public Audience {
        namespaces = List.copyOf(namespaces);
    }

    static Audience of(Collection<String> namespaces) {
        return new Audience(new ArrayList<>(new LinkedHashSet<>(namespaces)));
    }

    /** Whether proxies of every namespace see it. */
    public boolean everywhere() {
        return namespaces.contains(EVERYWHERE);
    }

    /** Whether no proxy sees it. */
    public boolean nobody() {
        return namespaces.isEmpty();
    }

    /** Whether proxies of a namespace see it. */
    public boolean includes(String namespace) {
        return everywhere() || namespaces.contains(namespace);
    }
}
