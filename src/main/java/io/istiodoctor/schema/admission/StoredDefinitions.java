package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The CustomResourceDefinitions that were read beside the objects. For a kind that one of them defines it is what the API server judges by, whatever
 * any release says. A definition without schemas is passed over. For many threads.
 */
final class StoredDefinitions {
    /** No releases, no files: a definition of a cluster is complete in itself. */
    private final Definitions none = new Definitions();
    /** By KIND.GROUP, the served versions' schemas as they were written. */
    private final Map<String, Map<String, Node>> written = new HashMap<>();
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    StoredDefinitions(Collection<Resource> definitions) {
        for (Resource definition : definitions) {
            Node spec = definition.spec();
            Map<String, Node> versions = new HashMap<>();
            spec.get("versions").elements().stream()
                    .filter(v -> v.get("served").isTrue() && !v.get("schema").get("openAPIV3Schema").fields().isEmpty())
                    .forEach(v -> versions.put(v.text("name"), v.get("schema").get("openAPIV3Schema")));
            if (!versions.isEmpty()) {
                written.put(spec.get("names").text("kind") + "." + spec.text("group"), versions);
            }
        }
    }

    /** The schema of an object's kind and version; empty where no definition that was read has them. */
    Optional<Schema> of(ObjectRef object) {
        Optional<Node> found = versions(object).map(v -> v.get(object.version()));
        return found.map(node -> schemas.computeIfAbsent(object.apiVersion() + " " + object.kind(),
                any -> Schema.of(StructuralSchema.of(node), Schema.NO_PARTS, none)));
    }

    /** The versions in which an object's kind is served; empty where no definition that was read has the kind. */
    Optional<Collection<String>> served(ObjectRef object) {
        return versions(object).map(Map::keySet);
    }

    private Optional<Map<String, Node>> versions(ObjectRef object) {
        return written.isEmpty() || object.group().isEmpty() ? Optional.empty()
                : Optional.ofNullable(written.get(object.kind() + "." + object.group()));
    }
}
