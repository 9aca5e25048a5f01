package io.istiodoctor.yaml;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the fields of one mapping; what a repeated key means is chosen, and what is written out goes before what is merged. */
final class MappingBuilder {
    private final String name;
    private final RepeatedKeys repeated;
    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final Map<String, Mark> keys = new LinkedHashMap<>();
    private final List<Mapping> merged = new ArrayList<>();

    MappingBuilder(String name, RepeatedKeys repeated) {
        this.name = name;
        this.repeated = repeated;
    }

    void add(String field, Mark key, Node value) {
        Mark first = keys.putIfAbsent(field, key);
        if (first != null && repeated == RepeatedKeys.REFUSED) {
            throw new SyntaxError(name, key, "the key \"%s\" stands twice in the same mapping, first on line %d"
                    .formatted(shown(field), first.line()));
        }
        fields.put(field, value);
    }

    /** Takes the value of a merge key: a mapping, or a sequence of mappings of which the first goes before the others. */
    void merge(Mark key, Node value) {
        List<Node> sources = value instanceof Sequence sequence ? sequence.elements() : List.of(value);
        for (Node source : sources) {
            if (!(source instanceof Mapping mapping)) {
                throw new SyntaxError(name, key, "the merge key << takes a mapping or a list of mappings");
            }
            merged.add(mapping);
        }
    }

    Mapping build(Mark mark) {
        for (Mapping source : merged) {
            source.fields().forEach((field, value) -> {
                if (fields.putIfAbsent(field, value) == null) {
                    keys.put(field, source.key(field));
                }
            });
        }
        return new Mapping(FieldMap.of(fields), FieldMap.of(keys), mark);
    }

    private static String shown(String field) {
        return field.length() <= 60 ? field : field.substring(0, 60) + "...";
    }
}
