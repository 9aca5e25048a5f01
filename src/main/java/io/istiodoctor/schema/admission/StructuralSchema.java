package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.RegularExpression;
import io.istiodoctor.model.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The schema of a CustomResourceDefinition in the words that {@link Schema} reads, as src/build/schemas/generate writes those of releases. */
final class StructuralSchema {
    private static final Set<String> VALUES = Set.of("type", "required", "enum", "default", "format", "minimum", "maximum", "minLength",
            "maxLength", "minItems",
            "maxItems", "minProperties", "maxProperties", "x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-list-type", "x-kubernetes-list-map-keys");
    /** Metadata is judged alike for all kinds, and what a controller writes is not judged. */
    private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "metadata", "status");
    private static final String RULES = "x-kubernetes-validations";

    private StructuralSchema() {}

    /** What a definition demands of objects, from their root on. */
    static Node of(Node root) {
        Map<String, Node> demands = demands(root);
        if (demands.containsKey("properties")) {
            Map<String, Node> fields = new LinkedHashMap<>(demands.get("properties").fields());
            fields.keySet().removeAll(OF_EVERY_OBJECT);
            demands.put("properties", mapping(fields));
        }
        return mapping(demands);
    }

    private static Map<String, Node> demands(Node schema) {
        Map<String, Node> demands = new LinkedHashMap<>();
        schema.fields().forEach((keyword, value) -> {
            switch (keyword) {
                case "properties" -> {
                    Map<String, Node> fields = new LinkedHashMap<>();
                    value.fields().forEach((name, field) -> fields.put(name, below(field)));
                    demands.put(keyword, mapping(fields));
                }
                case "items", "not" -> demands.put(keyword, below(value));
                case "additionalProperties" -> demands.put(keyword, value instanceof Mapping ? below(value) : value);
                case "anyOf", "oneOf", "allOf" ->
                        demands.put(keyword, new Sequence(value.elements().stream().map(StructuralSchema::below).toList(), Mark.NONE));
                case "pattern" -> value.text().filter(p -> RegularExpression.of(p).valid()).ifPresent(p -> demands.put(keyword, value));
                case RULES ->
                        demands.put(keyword,
                                new Sequence(value.elements().stream().map(StructuralSchema::rule)
                                        .filter(r -> ObjectRule.isUnderstood(r.text("rule")))
                                        .toList(), Mark.NONE));
                default -> {
                    if (VALUES.contains(keyword)) {
                        demands.put(keyword, value);
                    }
                }
            }
        });
        return demands;
    }

    private static Node below(Node schema) {
        return mapping(demands(schema));
    }

    // CEL writes a field that is called like one of its own words between underscores.
    private static Node rule(Node written) {
        return Node.of(Map.of("rule", written.text("rule").replaceAll("\\b__(\\w+)__\\b", "$1"), "message", written.text("message")));
    }

    private static Mapping mapping(Map<String, Node> fields) {
        return new Mapping(fields, Map.of(), Mark.NONE);
    }
}
