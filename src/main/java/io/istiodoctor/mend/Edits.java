package io.istiodoctor.mend;

import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes of an object's fields, gathered one after the other. */
final class Edits {
    private final Resource resource;
    private final List<PatchOperation> operations = new ArrayList<>();

    private Edits(Resource resource) {
        this.resource = resource;
    }

    static Edits of(Resource resource) {
        return new Edits(resource);
    }

    /** Gives a field a value, whether it is there or not; fields above it that are missing come with it. */
    Edits set(String path, Object value) {
        List<Object> steps = FieldPath.parse(path).steps();
        int known = steps.size();
        while (known > 0 && !present(steps.subList(0, known))) {
            known--;
        }
        if (known == steps.size()) {
            operations.add(new PatchOperation("replace", pointer(steps), value));
            return this;
        }
        Object whole = value;
        for (int i = steps.size() - 1; i > known; i--) {
            if (!(steps.get(i) instanceof String name)) {
                throw new IllegalArgumentException("there is no " + path + " in " + resource.ref());
            }
            whole = Map.of(name, whole);
        }
        operations.add(new PatchOperation("add", pointer(steps.subList(0, known + 1)), whole));
        return this;
    }

    /** Adds an element at the end of a list, which need not be there. */
    Edits append(String path, Object element) {
        if (FieldPath.parse(path).in(resource.root()) instanceof Sequence) {
            operations.add(new PatchOperation("add", pointer(FieldPath.parse(path).steps()) + "/-", element));
            return this;
        }
        return set(path, List.of(element));
    }

    /** Takes a field or an element away; what is not there stays away. */
    Edits remove(String path) {
        List<Object> steps = FieldPath.parse(path).steps();
        if (present(steps)) {
            operations.add(new PatchOperation("remove", pointer(steps), null));
        }
        return this;
    }

    Change change() {
        return new Change.Edit(resource.ref(), operations, resource.root().get("metadata").text("resourceVersion"));
    }

    private boolean present(List<Object> steps) {
        Node node = new FieldPath(steps).in(resource.root());
        return node.isPresent() && (!(node instanceof Mapping) || !steps.isEmpty());
    }

    private static String pointer(List<Object> steps) {
        return new FieldPath(steps).pointer();
    }

    /** A map in the order of its fields, as manifests are written. */
    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
