package io.istiodoctor.conversion;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A field as somebody wrote it, or would have: what stands there, and where that is. */
public record Written(Node node, FieldRef at) {
    /** The {@code spec} of an object. */
    public static Written spec(Resource resource) {
        return new Written(resource.spec(), new FieldRef(resource.ref(), "spec"));
    }

    /** A field of this one. */
    public Written get(String field) {
        return new Written(node.get(field), at.child(field));
    }

    /** The elements of this list; none when it is no list. */
    public List<Written> elements() {
        List<Written> elements = new ArrayList<>();
        for (Node element : node.elements()) {
            elements.add(new Written(element, at.element(elements.size())));
        }
        return elements;
    }

    /** Whether it is there. */
    public boolean isPresent() {
        return node.isPresent();
    }

    /** The text of a field; empty when it has none. */
    public String text(String field) {
        return node.text(field);
    }

    /** The text of a field, or what the API server fills in when it is not there. */
    public String text(String field, String preset) {
        return node.get(field).text().orElse(preset);
    }

    /** The number in a field, or what the API server fills in when it is not there. */
    public long number(String field, long preset) {
        return node.get(field).number().orElse(preset);
    }

    /** The text; empty when it has none. */
    public Optional<String> text() {
        return node.text();
    }
}
