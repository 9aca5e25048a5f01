package io.istiodoctor.conversion;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Gateway, VirtualService or DestinationRule of Istio's API: written by someone, or made by istiod of an object of another API.
 *
 * @param resource the object in Istio's form; where istiod made it, its name and annotations are those that istiod gives it
 * @param source the object that someone wrote; of several that were made one, the first
 * @param origins where istiod made it: fields of {@code resource} ({@code spec.http[0]}), each with the field it was made of
 * @param doubts fields of {@code resource} that rest on what was not read; the empty path is all of it
 */
public record RoutingObject(Resource resource, ObjectRef source, Map<String, FieldRef> origins, Map<String, Doubt> doubts) {
    /** The annotation with the objects that it was made of. */
    public static final String PARENTS = "internal.istio.io/parents";
    /** The annotation with the Services of a Gateway, parted by commas. */
    public static final String SERVICES = "internal.istio.io/gateway-service";
    /** The annotation with the namespace of the Gateway to which a ListenerSet belongs. */
    public static final String PARENT_NAMESPACE = "internal.istio.io/parent-namespace";

    public RoutingObject {
        origins = Map.copyOf(origins);
        doubts = Map.copyOf(doubts);
    }

    /** An object that stands in Istio's form already. */
    public static RoutingObject written(Resource resource) {
        return new RoutingObject(resource, resource.ref(), Map.of(), Map.of());
    }

    /**
     * An object that istiod makes of another.
     *
     * @param annotations those that istiod gives it
     * @param spec what it holds
     */
    public static RoutingObject made(ObjectRef ref, Resource source, Map<String, String> annotations, Part spec) {
        return made(ref, source, annotations, spec, source.creationTimestamp());
    }

    /** An object that istiod makes of another without saying how old that is, so that it counts for the oldest of all. */
    public static RoutingObject ageless(ObjectRef ref, Resource source, Map<String, String> annotations, Part spec) {
        return made(ref, source, annotations, spec, "0001-01-01T00:00:00Z");
    }

    private static RoutingObject made(ObjectRef ref, Resource source, Map<String, String> annotations, Part spec, String created) {
        Map<String, Object> metadata = new LinkedHashMap<>(Map.of("name", ref.name(), "namespace", ref.namespace()));
        if (!created.isEmpty()) {
            metadata.put("creationTimestamp", created);
        }
        if (!annotations.isEmpty()) {
            metadata.put("annotations", annotations);
        }
        Map<String, Node> root = new LinkedHashMap<>();
        root.put("apiVersion", Node.of(ref.apiVersion()));
        root.put("kind", Node.of(ref.kind()));
        root.put("metadata", Node.of(metadata));
        root.put("spec", spec.node());
        Map<String, FieldRef> origins = new HashMap<>();
        spec.origins().forEach((path, origin) -> origins.put("spec" + path, origin));
        Map<String, Doubt> doubts = new HashMap<>();
        spec.doubts().forEach((path, doubt) -> doubts.put("spec" + path, doubt));
        return new RoutingObject(new Resource(ref, new Mapping(Collections.unmodifiableMap(root), Map.of(), Mark.NONE), source.origin()),
                source.ref(), origins, doubts);
    }

    /** Whether istiod made it of a TLSRoute, or of several. */
    public boolean ofTlsRoute() {
        return resource.annotations().getOrDefault(PARENTS, "").startsWith(Kind.TLS_ROUTE.kind() + "/");
    }

    /** Whether istiod made it of an object of another API. */
    public boolean made() {
        return !resource.ref().equals(source);
    }

    /** The field that someone wrote, of which a field of {@code resource} comes: that of the longest path known. */
    public FieldRef origin(String path) {
        return made() ? nearest(origins, path).orElseGet(() -> FieldRef.of(source)) : new FieldRef(source, path);
    }

    /** What is not certain about a field of {@code resource}, or about one that it belongs to. */
    public Optional<Doubt> doubt(String path) {
        return nearest(doubts, path);
    }

    /** What is not certain about a field of {@code resource}, about one that it belongs to, or about one that belongs to it. */
    public Optional<Doubt> doubtAround(String path) {
        return doubt(path)
                .or(() -> doubts.entrySet().stream().filter(d -> d.getKey().startsWith(path + ".") || d.getKey().startsWith(path + "["))
                        .min((a, b) -> a.getKey().compareTo(b.getKey())).map(Map.Entry::getValue));
    }

    /** The full names of the Services whose pods a Gateway configures, where it names Services; else its selector counts. */
    public List<String> services() {
        String services = resource.annotations().getOrDefault(SERVICES, "");
        return services.isEmpty() ? List.of() : Arrays.asList(services.split(","));
    }

    /** The namespace of the pods that a Gateway with {@link #services} configures. */
    public String servicesNamespace() {
        return resource.annotations().getOrDefault(PARENT_NAMESPACE, resource.ref().namespace());
    }

    private static <T> Optional<T> nearest(Map<String, T> known, String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            T found = known.get(at);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.ofNullable(known.get(""));
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
