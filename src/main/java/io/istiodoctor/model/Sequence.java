package io.istiodoctor.model;

import java.util.List;

/** A list of nodes. */
public record Sequence(List<Node> elements, Mark mark) implements Node {
    public Sequence {
        elements = List.copyOf(elements);
    }
}
