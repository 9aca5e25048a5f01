package io.istiodoctor.mend;

import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.PatchOperation;
import java.util.List;
import java.util.Map;

/** A change of the objects of a mesh. */
public sealed interface Change {
    /** The object that is changed, or made. */
    ObjectRef target();

    /** Fields of an object that is there, as JSON Patch operations (RFC 6902), in order. */
    record Edit(ObjectRef target, List<PatchOperation> operations) implements Change {
        public Edit {
            operations = List.copyOf(operations);
        }
    }

    /**
     * An object more.
     *
     * @param manifest what {@code kubectl apply} would read: maps, lists, texts, whole numbers and booleans
     */
    record Create(ObjectRef target, Map<String, Object> manifest) implements Change {}
}
