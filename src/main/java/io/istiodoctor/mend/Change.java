package io.istiodoctor.mend;

import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.PatchOperation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A change of the objects of a mesh. */
public sealed interface Change {
    /** The object that is changed, or made. */
    ObjectRef target();

    /**
     * Fields of an object that is there.
     *
     * @param operations JSON Patch operations (RFC 6902), in order
     * @param version the {@code resourceVersion} of the object that they were made for; empty where it has none, as in files
     */
    record Edit(ObjectRef target, List<PatchOperation> operations, String version) implements Change {
        public Edit {
            operations = List.copyOf(operations);
        }

        /**
         * The operations for an API server, which refuses them (409) where the object is another than the one that they were made for: an
         * update that names a version is for that one alone (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions).
         */
        public List<PatchOperation> guarded() {
            return version.isEmpty() ? operations
                    : Stream.concat(Stream.of(new PatchOperation("replace", "/metadata/resourceVersion", version)), operations.stream())
                            .toList();
        }
    }

    /**
     * An object more.
     *
     * @param manifest what {@code kubectl apply} would read: maps, lists, texts, whole numbers and booleans
     */
    record Create(ObjectRef target, Map<String, Object> manifest) implements Change {}
}
