package io.istiodoctor.conversion;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A piece of an object in the making.
 *
 * @param origins of what its fields were made: by paths within it that begin with a dot or bracket; the empty path is the piece itself
 * @param doubts what is not certain about its fields, by such paths
 */
public record Part(Node node, Map<String, FieldRef> origins, Map<String, Doubt> doubts) {
    public Part {
        origins = Map.copyOf(origins);
        doubts = Map.copyOf(doubts);
    }

    /** A piece without anything in it that came from elsewhere. */
    public static Part of(Node node, FieldRef origin) {
        return new Part(node, Map.of("", origin), Map.of());
    }

    /** A field taken over as it stands. */
    public static Part of(Written field) {
        return of(field.node(), field.at());
    }

    /** A text. */
    public static Part of(String text, FieldRef origin) {
        return of(new Scalar(text, Scalar.Type.STRING, Mark.NONE), origin);
    }

    /** A whole number. */
    public static Part of(long number, FieldRef origin) {
        return of(new Scalar(Long.toString(number), Scalar.Type.NUMBER, Mark.NONE), origin);
    }

    /** A list of pieces. */
    public static Part list(List<Part> elements, FieldRef origin) {
        Map<String, FieldRef> origins = new HashMap<>();
        Map<String, Doubt> doubts = new HashMap<>();
        for (int i = 0; i < elements.size(); i++) {
            String at = "[" + i + "]";
            elements.get(i).origins.forEach((path, of) -> origins.put(at + path, of));
            elements.get(i).doubts.forEach((path, doubt) -> doubts.put(at + path, doubt));
        }
        origins.put("", origin);
        return new Part(new Sequence(elements.stream().map(Part::node).toList(), Mark.NONE), origins, doubts);
    }

    /** A mapping without fields. */
    public static Part mapping(FieldRef origin) {
        return of(Mapping.EMPTY, origin);
    }

    /** This mapping with another field, or with another value of it. */
    public Part with(String field, Part value) {
        String at = "." + (field.contains(".") ? "\"" + field + "\"" : field);
        Map<String, Node> fields = new LinkedHashMap<>(node.fields());
        fields.put(field, value.node);
        Map<String, FieldRef> all = new HashMap<>(origins);
        value.origins.forEach((path, of) -> all.put(at + path, of));
        Map<String, Doubt> unsure = new HashMap<>(doubts);
        value.doubts.forEach((path, doubt) -> unsure.put(at + path, doubt));
        return new Part(new Mapping(Collections.unmodifiableMap(fields), Map.of(), Mark.NONE), all, unsure);
    }

    /** This mapping with a field of a text. */
    public Part with(String field, String text, FieldRef origin) {
        return with(field, of(text, origin));
    }

    /** This piece, about which something is not certain. */
    public Part doubted(Doubt doubt) {
        Map<String, Doubt> unsure = new HashMap<>(doubts);
        unsure.putIfAbsent("", doubt);
        return new Part(node, origins, unsure);
    }

    /** A field of this mapping; empty when it has none of that name. */
    public Optional<Part> field(String name) {
        return node.get(name).isPresent() ? Optional.of(new Part(node.get(name), within(origins, "." + name), within(doubts, "." + name)))
                : Optional.empty();
    }

    /** The pieces of this list. */
    public List<Part> elements() {
        List<Part> elements = new ArrayList<>();
        for (Node element : node.elements()) {
            String at = "[" + elements.size() + "]";
            elements.add(new Part(element, within(origins, at), within(doubts, at)));
        }
        return elements;
    }

    private static <T> Map<String, T> within(Map<String, T> all, String at) {
        Map<String, T> found = new HashMap<>();
        all.forEach((path, value) -> {
            if (path.startsWith(at)) {
                found.put(path.substring(at.length()), value);
            }
        });
        return found;
    }
}
