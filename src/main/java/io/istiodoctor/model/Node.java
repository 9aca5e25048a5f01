package io.istiodoctor.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One node of a YAML or JSON document, with its place. Reading what is not there yields {@link Absent}, never null, so
 * that a path can be walked without asking at each step.
 */
public sealed interface Node permits Mapping, Sequence, Scalar, Absent {

    /** Where the node begins. */
    Mark mark();

    /** The value of a mapping's field; {@link Absent} when there is none or this is no mapping. */
    default Node get(String field) {
        return Absent.ABSENT;
    }

    /** The elements of a sequence; empty for every other node. */
    default List<Node> elements() {
        return List.of();
    }

    /** The fields of a mapping in document order; empty for every other node. */
    default Map<String, Node> fields() {
        return Map.of();
    }

    /** The text of a scalar; empty for null, for absent and for every other node. */
    default Optional<String> text() {
        return Optional.empty();
    }

    /** Whether the document has this node with a value that is not null. */
    default boolean isPresent() {
        return true;
    }

    /** The text of a scalar field, or an empty string. */
    default String text(String field) {
        return get(field).text().orElse("");
    }

    /** The scalar as a whole number; empty when it is none. */
    default Optional<Long> number() {
        return text().flatMap(WholeNumber::of);
    }

    /** Whether the scalar is the boolean true. */
    default boolean isTrue() {
        return false;
    }

    /** Whether both hold the same, wherever they stand and in whichever order their fields do. */
    default boolean same(Node other) {
        return switch (this) {
            case Mapping mapping -> other instanceof Mapping && mapping.fields().keySet().equals(other.fields().keySet())
                    && mapping.fields().entrySet().stream().allMatch(f -> f.getValue().same(other.get(f.getKey())));
            case Sequence sequence -> other instanceof Sequence && sequence.elements().size() == other.elements().size()
                    && IntStream.range(0, sequence.elements().size())
                            .allMatch(i -> sequence.elements().get(i).same(other.elements().get(i)));
            case Scalar scalar -> other instanceof Scalar s && s.type() == scalar.type() && s.value().equals(scalar.value());
            case Absent absent -> !other.isPresent();
        };
    }

    /**
     * A node of plain values, without a place: maps, lists, strings, whole numbers and booleans.
     *
     * @throws IllegalArgumentException for any other value
     */
    static Node of(Object plain) {
        return switch (plain) {
            case Map<?, ?> map -> {
                Map<String, Node> fields = new LinkedHashMap<>();
                map.forEach((key, value) -> fields.put((String) key, of(value)));
                yield new Mapping(fields, Map.of(), Mark.NONE);
            }
            case List<?> list -> new Sequence(list.stream().map(Node::of).toList(), Mark.NONE);
            case String text -> new Scalar(text, Scalar.Type.STRING, Mark.NONE);
            case Boolean bool -> new Scalar(bool.toString(), Scalar.Type.BOOLEAN, Mark.NONE);
            case Number number -> new Scalar(number.toString(), Scalar.Type.NUMBER, Mark.NONE);
            default -> throw new IllegalArgumentException("no node of " + plain.getClass());
        };
    }
}
