package io.istiodoctor.engine;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.source.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A snapshot with one thing in it changed. */
final class Mutation {
    /** What someone may write where something else belongs; the empty one stands for leaving the field out. */
    static final List<Optional<Node>> WRONG = List.of(Optional.empty(), text(""), text("a"), text("*"), text("a/b/c"), text("(["),
            text("99999999999999999999"),
            text("2026-13-45T99:00:00Z"), Optional.of(new Scalar("-1", Scalar.Type.NUMBER, Mark.NONE)),
            Optional.of(new Scalar("999999999999999999", Scalar.Type.NUMBER, Mark.NONE)),
            Optional.of(new Scalar("true", Scalar.Type.BOOLEAN, Mark.NONE)),
            Optional.of(Mapping.EMPTY), Optional.of(new Sequence(List.of(), Mark.NONE)),
            Optional.of(new Sequence(List.of(Mapping.EMPTY), Mark.NONE)));

    private Mutation() {}

    private static Optional<Node> text(String value) {
        return Optional.of(new Scalar(value, Scalar.Type.STRING, Mark.NONE));
    }

    /** The snapshot without one of its objects. */
    static Snapshot without(Snapshot whole, int index) {
        List<Resource> rest = new ArrayList<>(whole.resources());
        rest.remove(index);
        return with(whole, rest);
    }

    private static Snapshot with(Snapshot whole, List<Resource> resources) {
        return new Snapshot(resources, whole.coverage(), whole.secrets(), whole.live(), whole.defaultNamespace());
    }

    /** The steps to every node of an object, names and numbers, but those by which it is known. */
    static List<List<Object>> places(Resource resource) {
        List<List<Object>> places = new ArrayList<>();
        resource.root().fields().forEach((name, node) -> {
            if (!List.of("apiVersion", "kind").contains(name)) {
                collect(new ArrayList<>(List.of(name)), node, places);
            }
        });
        return places;
    }

    private static void collect(List<Object> path, Node node, List<List<Object>> places) {
        if (!path.equals(List.of("metadata"))) {
            places.add(List.copyOf(path));
        }
        node.fields().forEach((name, child) -> collect(plus(path, name), child, places));
        for (int i = 0; i < node.elements().size(); i++) {
            collect(plus(path, i), node.elements().get(i), places);
        }
    }

    private static List<Object> plus(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    /** The snapshot with something else at a place in one of its objects. */
    static Snapshot replaced(Snapshot whole, int index, List<Object> place, Optional<Node> value) {
        List<Resource> resources = new ArrayList<>(whole.resources());
        Resource old = resources.get(index);
        // The text that it was read from no longer says what it says.
        resources.set(index, new Resource(old.ref(), (Mapping) replaced(old.root(), place, value), new Origin.Cluster()));
        return with(whole, resources);
    }

    private static Node replaced(Node node, List<Object> place, Optional<Node> value) {
        List<Object> rest = place.subList(1, place.size());
        if (place.getFirst() instanceof String name) {
            Map<String, Node> fields = new LinkedHashMap<>(node.fields());
            Optional<Node> child = rest.isEmpty() ? value : Optional.of(replaced(node.get(name), rest, value));
            child.ifPresentOrElse(c -> fields.put(name, c), () -> fields.remove(name));
            return new Mapping(fields, Map.of(), node.mark());
        }
        int at = (Integer) place.getFirst();
        List<Node> elements = new ArrayList<>(node.elements());
        Optional<Node> child = rest.isEmpty() ? value : Optional.of(replaced(elements.get(at), rest, value));
        child.ifPresentOrElse(c -> elements.set(at, c), () -> elements.remove(at));
        return new Sequence(elements, node.mark());
    }
}
