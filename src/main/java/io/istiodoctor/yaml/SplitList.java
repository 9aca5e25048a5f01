package io.istiodoctor.yaml;

import io.istiodoctor.model.FieldNames;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.List;

/** A list of objects of which parts were read by themselves, put together. */
final class SplitList {
    private static final String ITEMS = "items";

    private final String name;
    private final RepeatedKeys repeated;
    private final Mapping head;
    private final List<Node> items = new ArrayList<>();

    /**
     * A list without items as yet.
     *
     * @param name the text's name in errors
     * @param head what stands before the items and, in their place, something else
     */
    SplitList(String name, RepeatedKeys repeated, Mapping head) {
        this.name = name;
        this.repeated = repeated;
        this.head = head;
    }

    void add(List<Node> more) {
        items.addAll(more);
    }

    /**
     * The list.
     *
     * @param mark of the items
     * @param tails what stands behind them, of which items are passed over
     */
    Mapping mapping(Mark mark, List<Mapping> tails) {
        MappingBuilder builder = new MappingBuilder(name, repeated, FieldNames.none());
        head.fields()
                .forEach((field, value) -> builder.add(field, head.key(field), field.equals(ITEMS) ? new Sequence(items, mark) : value));
        for (Mapping tail : tails) {
            tail.fields().forEach((field, value) -> {
                if (!field.equals(ITEMS)) {
                    builder.add(field, tail.key(field), value);
                }
            });
        }
        return builder.build(head.mark());
    }
}
