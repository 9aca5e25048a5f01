package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A node as the rules of definitions see it: a map, list, text, number or boolean, with the schema's defaults in it. */
final class ObjectValue {
    private ObjectValue() {}

    static Object of(Optional<Schema> schema, Node node) {
        return switch (node) {
            case Mapping mapping -> map(schema, mapping);
            case Sequence list -> list.elements().stream().map(e -> of(schema.flatMap(Schema::items), e)).toList();
            case Scalar scalar -> scalar(schema, scalar);
            default -> throw new IllegalArgumentException("what is not there has no value");
        };
    }

    private static Map<String, Object> map(Optional<Schema> schema, Mapping mapping) {
        Map<String, Object> fields = new LinkedHashMap<>();
        mapping.fields().forEach((name, value) -> {
            if (value.isPresent()) {
                fields.put(name, of(schema.flatMap(s -> s.listed(name).or(s::others)), value));
            }
        });
        schema.ifPresent(s -> s.names().forEach(name -> s.listed(name).ifPresent(field -> {
            Node value = field.byDefault();
            if (value.isPresent() && !fields.containsKey(name)) {
                fields.put(name, of(Optional.of(field), value));
            }
        })));
        return fields;
    }

    private static Object scalar(Optional<Schema> schema, Scalar scalar) {
        boolean fraction = schema.filter(s -> s.type().equals("number")).isPresent();
        return switch (scalar.type()) {
            case STRING -> scalar.value();
            case BOOLEAN -> scalar.isTrue();
            case NUMBER -> fraction ? Conformance.number(scalar).map(n -> (Object) n.doubleValue()).orElse(Double.NaN)
                    : Conformance.number(scalar).map(n -> (Object) n.longValue()).orElse(0L);
            case NULL -> throw new IllegalArgumentException("what is not there has no value");
        };
    }
}
