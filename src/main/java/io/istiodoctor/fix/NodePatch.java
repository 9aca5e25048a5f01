package io.istiodoctor.fix;

import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A JSON Patch (RFC 6902) applied to an object that was read. */
public final class NodePatch {
    private NodePatch() {}

    /**
     * The object after the operations, in order; what they leave alone keeps its place.
     *
     * @throws IllegalArgumentException when an operation speaks of what is not there
     */
    public static Mapping apply(Mapping root, List<PatchOperation> operations) {
        Node node = root;
        for (PatchOperation operation : operations) {
            node = apply(node, operation);
        }
        return (Mapping) node;
    }

    /** A document, which may be a list of objects, after an operation. */
    static Node apply(Node document, PatchOperation operation) {
        return operation.op().equals("move") ? moved(document, operation) : change(document, steps(operation.path()), operation);
    }

    private static Node moved(Node document, PatchOperation move) {
        String from = String.valueOf(move.value());
        Node there = document;
        for (String step : steps(from)) {
            there = there instanceof Sequence ? there.elements().get(Integer.parseInt(step)) : there.get(step);
        }
        Node without = change(document, steps(from), new PatchOperation("remove", from, null));
        return change(without, steps(move.path()), new PatchOperation("add", move.path(), Plain.of(there)));
    }

    /** The steps of a JSON Pointer, unescaped. */
    static List<String> steps(String pointer) {
        List<String> steps = new ArrayList<>();
        for (String step : pointer.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }

    private static Node change(Node node, List<String> steps, PatchOperation operation) {
        String step = steps.getFirst();
        List<String> rest = steps.subList(1, steps.size());
        return switch (node) {
            case Mapping mapping -> field(mapping, step, rest, operation);
            case Sequence sequence -> element(sequence, step, rest, operation);
            default -> throw new IllegalArgumentException("nothing at " + operation.path());
        };
    }

    private static Mapping field(Mapping mapping, String name, List<String> rest, PatchOperation operation) {
        Map<String, Node> fields = new LinkedHashMap<>(mapping.fields());
        Map<String, Mark> keys = new LinkedHashMap<>(mapping.keys());
        if (!rest.isEmpty()) {
            fields.put(name, change(mapping.get(name), rest, operation));
        } else if (operation.op().equals("remove")) {
            fields.remove(name);
            keys.remove(name);
        } else {
            fields.put(name, value(operation));
        }
        return new Mapping(fields, keys, mapping.mark());
    }

    private static Sequence element(Sequence sequence, String step, List<String> rest, PatchOperation operation) {
        List<Node> elements = new ArrayList<>(sequence.elements());
        int index = step.equals("-") ? elements.size() : FieldPath.parse("[" + step + "]").steps().getFirst() instanceof Integer i ? i : -1;
        boolean adds = rest.isEmpty() && operation.op().equals("add");
        if (index < 0 || index > elements.size() || index == elements.size() && !adds) {
            throw new IllegalArgumentException("nothing at " + operation.path());
        }
        if (!rest.isEmpty()) {
            elements.set(index, change(elements.get(index), rest, operation));
        } else {
            switch (operation.op()) {
                case "remove" -> elements.remove(index);
                case "add" -> elements.add(index, value(operation));
                default -> elements.set(index, value(operation));
            }
        }
        return new Sequence(elements, sequence.mark());
    }

    private static Node value(PatchOperation operation) {
        return Node.of(Objects.requireNonNull(operation.value()));
    }
}
