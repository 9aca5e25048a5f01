package io.istiodoctor.mesh.config;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.Arrays;
import java.util.List;

/**
 * In which namespaces an object can be seen (exportTo): {@code *} everywhere, {@code .} its own namespace, {@code ~} none,
 * or the names of namespaces. Services say it in an annotation.
 */
public final class Visibility {
    private static final String ANNOTATION = "networking.istio.io/exportTo";

    private final MeshConfig config;

    /** Visibility by a mesh's defaults. */
    public Visibility(MeshConfig config) {
        this.config = config;
    }

    /** Where the object is exported to, as written or by default. */
    public List<String> exportTo(Kind kind, Resource resource) {
        List<String> written = asWritten(kind, resource);
        return written.isEmpty() ? config.defaultExportTo(kind) : written;
    }

    /** Whether the object says itself where it is exported to. */
    public boolean written(Kind kind, Resource resource) {
        return !asWritten(kind, resource).isEmpty();
    }

    private static List<String> asWritten(Kind kind, Resource resource) {
        return kind == Kind.SERVICE
                ? Arrays.stream(resource.annotations().getOrDefault(ANNOTATION, "").split(",")).map(String::strip)
                        .filter(n -> !n.isEmpty()).toList()
                : resource.spec().get("exportTo").elements().stream().flatMap(n -> n.text().stream()).toList();
    }

    /**
     * The namespaces whose proxies see the object. {@code ~} beside names takes the object from
     * all of them, beside {@code *} it says nothing (initServiceRegistry, initVirtualServices of istiod).
     */
    public Audience audience(Kind kind, Resource resource) {
        List<String> names = exportTo(kind, resource).stream().map(n -> n.equals(".") ? resource.ref().namespace() : n).toList();
        return Audience.of(names.contains("~") && !names.contains(Audience.EVERYWHERE) ? List.of() : names);
    }

    /** Whether proxies in the namespace see the object. */
    public boolean visible(Kind kind, Resource resource, String namespace) {
        return audience(kind, resource).includes(namespace);
    }
}
