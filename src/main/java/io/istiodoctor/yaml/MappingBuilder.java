package io.istiodoctor.yaml;

import io.istiodoctor.model.FieldNames;
import io.istiodoctor.model.Fields;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.List;

/** Collects the fields of one mapping; what a repeated key means is chosen, and what is written out goes before what is merged. */
final class MappingBuilder {
    private final String name;
    private final RepeatedKeys repeated;
    private final Fields fields;
    private List<Mapping> merged = List.of();

    MappingBuilder(String name, RepeatedKeys repeated, FieldNames none) {
        this.name = name;
        this.repeated = repeated;
        this.fields = new Fields(none);
    }

    void add(String field, Mark key, Node value) {
        if (fields.add(field, value, key)) {
            return;
        }
        if (repeated == RepeatedKeys.REFUSED) {
            throw new SyntaxError(name, key, "the key \"%s\" stands twice in the same mapping, first on line %d"
                    .formatted(shown(field), fields.key(field).line()));
        }
        fields.replace(field, value);
    }

    /** Takes the value of a merge key: a mapping, or a sequence of mappings of which the first goes before the others. */
    void merge(Mark key, Node value) {
        List<Node> sources = value instanceof Sequence sequence ? sequence.elements() : List.of(value);
        merged = new ArrayList<>(merged);
        for (Node source : sources) {
            if (!(source instanceof Mapping mapping)) {
                throw new SyntaxError(name, key, "the merge key << takes a mapping or a list of mappings");
            }
            merged.add(mapping);
        }
    }

    Mapping build(Mark mark) {
        for (Mapping source : merged) {
            for (var field : source.fields().entrySet()) {
                var _ = fields.add(field.getKey(), field.getValue(), source.key(field.getKey()));
            }
        }
        return fields.mapping(mark);
    }

    private static String shown(String field) {
        return field.length() <= 60 ? field : field.substring(0, 60) + "...";
    }
}
