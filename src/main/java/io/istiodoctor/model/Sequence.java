package io.istiodoctor.model;

import java.util.List;

/**
 * A list of nodes.
 *
 * @param line where it begins, as {@link Mark} counts, without an object for each
 * @param column likewise
 */
public record Sequence(List<Node> elements, int line, int column) implements Node {
    public Sequence {
        elements = List.copyOf(elements);
    }

    /** A list that begins at a mark. */
    public Sequence(List<Node> elements, Mark mark) {
        this(elements, mark.line(), mark.column());
    }

    @Override
    public Mark mark() {
        return Mark.of(line, column);
    }
}
