package io.istiodoctor.yaml;

import java.util.List;
import java.util.Optional;

/**
 * Where a node stands in its text, to the character.
 *
 * @param from where it begins
 * @param to behind its last character; of a node in block style, behind the last of those below it
 * @param column how many characters stand before it on its line
 * @param entries the fields of a mapping, the elements of a sequence
 */
public record Extent(Style style, int from, int to, int column, List<Entry> entries) {
    /** How it is written. */
    public enum Style {
        SCALAR, BLOCK_MAPPING, BLOCK_SEQUENCE, FLOW_MAPPING, FLOW_SEQUENCE,
        /** An alias, which stands for what is written elsewhere. */
        ALIAS;

        /** Whether it stands between brackets or braces. */
        public boolean flow() {
            return this == FLOW_MAPPING || this == FLOW_SEQUENCE;
        }
    }

    /**
     * A field or an element.
     *
     * @param key the field's name; empty for an element
     * @param from where the key begins; of an element, where its value does
     */
    public record Entry(String key, int from, Extent value) {}

    public Extent {
        entries = List.copyOf(entries);
    }

    /** The field of a mapping, or the element of a sequence by its number. */
    public Optional<Entry> entry(String step) {
        boolean sequence = style == Style.BLOCK_SEQUENCE || style == Style.FLOW_SEQUENCE;
        if (sequence) {
            return step.matches("\\d{1,6}") && Integer.parseInt(step) < entries.size() ? Optional.of(entries.get(Integer.parseInt(step)))
                    : Optional.empty();
        }
        return entries.stream().filter(e -> e.key().equals(step)).findFirst();
    }

    /** The same in a text before which so many more characters stand. */
    Extent behind(int more) {
        return new Extent(style, from + more, to + more, column,
                entries.stream().map(e -> new Entry(e.key(), e.from() + more, e.value().behind(more))).toList());
    }
}
