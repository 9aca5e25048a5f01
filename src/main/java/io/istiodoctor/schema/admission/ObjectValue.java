package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.Collection;
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

    /** Some fields of a mapping, with the schema's defaults for these. */
    static Map<String, Object> of(Schema schema, Mapping mapping, Collection<String> names) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name : names) {
            Node value = mapping.get(name);
            if (value.isPresent()) {
                fields.put(name, of(below(schema, name), value));
            }
        }
        addDefaults(schema, names, fields);
        return fields;
    }

    private static Map<String, Object> map(Optional<Schema> schema, Mapping mapping) {
        Map<String, Object> fields = new LinkedHashMap<>();
        mapping.fields().forEach((name, value) -> {
            if (value.isPresent()) {
                fields.put(name, of(schema.flatMap(s -> below(s, name)), value));
            }
        });
        schema.ifPresent(s -> addDefaults(s, s.names(), fields));
        return fields;
    }

    private static Optional<Schema> below(Schema schema, String name) {
        return schema.listed(name).or(schema::others);
    }

    private static void addDefaults(Schema schema, Collection<String> names, Map<String, Object> fields) {
        names.forEach(name -> schema.listed(name).ifPresent(field -> {
            Node value = field.byDefault();
            if (value.isPresent() && !fields.containsKey(name)) {
                fields.put(name, of(Optional.of(field), value));
            }
        }));
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
