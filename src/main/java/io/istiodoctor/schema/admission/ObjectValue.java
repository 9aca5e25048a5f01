package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.Optional;

/** A node as the rules of definitions see it: a map, list, text, number or boolean. */
final class ObjectValue {
    private ObjectValue() {}

    /** @param schema of the node; empty where nothing is said of it */
    static Object of(Optional<Schema> schema, Node node) {
        return switch (node) {
            case Mapping mapping -> new ObjectFields(schema, mapping);
            case Sequence list -> list.elements().stream().map(e -> of(schema.flatMap(Schema::items), e)).toList();
            case Scalar scalar -> scalar(schema, scalar);
            default -> throw new IllegalArgumentException("what is not there has no value");
        };
    }

    private static Object scalar(Optional<Schema> schema, Scalar scalar) {
        boolean fraction = schema.filter(s -> s.type().equals("number")).isPresent();
        return switch (scalar.type()) {
            case STRING -> scalar.value();
            case BOOLEAN -> scalar.isTrue();
            case NUMBER -> fraction ? Numeral.of(scalar).map(n -> (Object) n.doubleValue()).orElse(Double.NaN)
                    : Numeral.of(scalar).map(n -> (Object) n.longValue()).orElse(0L);
            case NULL -> throw new IllegalArgumentException("what is not there has no value");
        };
    }
}
