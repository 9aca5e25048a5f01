package io.istiodoctor.schema.admission;

import io.istiodoctor.model.ObjectRef;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The definitions of Istio's, the Gateway API's and Kubernetes' own kinds, each read when the first object of its kind is judged; before them those
 * that were read beside the objects.
 */
final class Definitions {
    /** A kind in one of its versions, or what several kinds have in common. */
    private record Type(String name, String version) {}

    private static final BuiltInDefinitions BUILT_IN = BuiltInDefinitions.load();
    private static final Map<Type, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private static final Set<String> GONE = Set.of("rbac.istio.io", "authentication.istio.io", "config.istio.io");
    private static final Map<String, String> MOVED = Map.of("Ingress", "networking.k8s.io", "NetworkPolicy", "networking.k8s.io",
            "Deployment", "apps",
            "DaemonSet", "apps", "ReplicaSet", "apps");
    /** Stable versions before beta and alpha: the shortest name is the newest, and of equal ones the last. */
    private static final Comparator<String> NEWEST_FIRST = (a, b) -> a.length() != b.length() ? Integer.compare(a.length(), b.length())
            : b.compareTo(a);

    private final Optional<StoredDefinitions> stored;

    /** What releases define. */
    Definitions() {
        this.stored = Optional.empty();
    }

    /** @param stored what counts before that */
    Definitions(StoredDefinitions stored) {
        this.stored = Optional.of(stored);
    }

    /** The schema of an object; empty when its kind or version is none of those that are defined. */
    Optional<Schema> of(ObjectRef object) {
        Optional<Schema> before = stored.flatMap(s -> s.of(object));
        if (before.isPresent()) {
            return before;
        }
        String kind = object.group().isEmpty() ? object.kind() : object.kind() + "." + object.group();
        return schema(new Type(kind, object.version()));
    }

    /** What the cluster whose definitions were read serves, or else the newest release, of an object whose own version it does not; empty when it serves that, or the kind is not known. */
    Optional<String> served(ObjectRef object) {
        String group = object.group();
        if (GONE.contains(group)) {
            return Optional.of("");
        }
        Optional<Collection<String>> told = stored.flatMap(s -> s.served(object));
        if (told.isPresent()) {
            return told.filter(v -> !v.contains(object.version())).flatMap(v -> v.stream().min(NEWEST_FIRST))
                    .map(v -> group + "/" + v);
        }
        String moved = group.equals("extensions") ? MOVED.getOrDefault(object.kind(), "") : group;
        return moved.isEmpty() ? Optional.empty() : BUILT_IN.of(object.kind() + "." + moved).map(BuiltInDefinition::versions)
                .filter(v -> !group.equals(moved) || !v.contains(object.version()))
                .flatMap(v -> v.stream().min(NEWEST_FIRST)).map(v -> moved + "/" + v);
    }

    /** What several kinds have in common: ObjectMeta, PodSpec. */
    Optional<Schema> shared(String name) {
        return schema(new Type(name, "v1"));
    }

    private Optional<Schema> schema(Type type) {
        Schema known = SCHEMAS.get(type);
        if (known != null) {
            return Optional.of(known);
        }
        // A definition may use another one, so that making it must not hold the map.
        return BUILT_IN.of(type.name).flatMap(d -> version(d, type.version))
                .map(made -> SCHEMAS.merge(type, made, (first, second) -> first));
    }

    private Optional<Schema> version(BuiltInDefinition definition, String version) {
        return definition.schema(version).map(s -> Schema.of(s, definition::part, this));
    }
}
