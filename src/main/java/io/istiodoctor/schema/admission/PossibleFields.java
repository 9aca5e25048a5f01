package io.istiodoctor.schema.admission;

import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which fields objects of a kind can have. */
public final class PossibleFields {
    private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "status");

    private final Definitions definitions = new Definitions();

    /**
     * Whether an object can have a field at this place; yes where nothing is known of its kind.
     *
     * @param path names of fields and positions in lists
     */
    public boolean contains(ObjectRef object, List<String> path) {
        if (path.isEmpty() || OF_EVERY_OBJECT.contains(path.getFirst())) {
            return true;
        }
        boolean metadata = path.getFirst().equals("metadata");
        Optional<Schema> root = metadata ? definitions.shared("ObjectMeta") : definitions.of(object);
        return root.map(s -> contains(s, metadata ? path.subList(1, path.size()) : path)).orElse(true);
    }

    private static boolean contains(Schema schema, List<String> path) {
        if (path.isEmpty()) {
            return true;
        }
        String step = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        Optional<Schema> below = schema.items().isPresent() && (step.equals("-") || step.matches("\\d+")) ? schema.items()
                : schema.listed(step).or(schema::others);
        return below.map(s -> contains(s, rest)).orElseGet(() -> isOpen(schema));
    }

    /** Values have no fields of their own, and neither have lists. */
    private static boolean isOpen(Schema schema) {
        return schema.items().isEmpty() && (schema.type().isEmpty() || schema.type().equals("object")) && schema.open();
    }
}
