package io.istiodoctor.yaml;

import io.istiodoctor.model.FieldNames;
import io.istiodoctor.model.Fields;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.List;

/** Collects the fields of a mapping, and then of others; what a repeated key means is chosen, and what is written out goes before what is merged. */
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
        add(field, key.line(), key.column(), value);
    }

    /** The same with the line and the column of the key. */
    void add(String field, int line, int column, Node value) {
        if (fields.add(field, value, line, column)) {
            return;
        }
        if (repeated == RepeatedKeys.REFUSED) {
            throw new SyntaxError(name, new Mark(line, column), "the key \"%s\" stands twice in the same mapping, first on line %d"
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

    /** The mapping of what was added, which is forgotten then. */
    Mapping build(Mark mark) {
        for (Mapping source : merged) {
            for (var field : source.fields().entrySet()) {
                var _ = fields.add(field.getKey(), field.getValue(), source.key(field.getKey()));
            }
        }
        Mapping built = fields.mapping(mark);
        fields.clear();
        merged = List.of();
        return built;
    }

    private static String shown(String field) {
        return field.length() <= 60 ? field : field.substring(0, 60) + "...";
    }
}
