package io.istiodoctor.yaml;

import io.istiodoctor.model.FieldNames;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/** Builds the documents of one text from the library's events, with aliases resolved and merge keys merged. */
final class TreeBuilder {
    /** Nodes that the aliases of one text may add up to; a bomb has billions, a generous manifest some thousands. */
    private static final int MAX_ALIASED = 1_000_000;

    /** An anchor's node with its cost when repeated; the node is null while it is still being read. */
    private record Anchor(@Nullable Node node, long weight, int height) {}

    private final String name;
    private final Reading reading;
    private final Parser parser;
    private final Marks marks;
    private final StringPool pool = new StringPool(false);
    private final FieldNames noFields = FieldNames.none();
    private final Map<String, Anchor> anchors = new HashMap<>();
    private long produced;
    private int deepest;

    TreeBuilder(Reading reading, Parser parser) {
        this.name = reading.name();
        this.reading = reading;
        this.parser = parser;
        this.marks = reading.marks();
        parser.getEvent();
    }

    boolean hasNext() {
        return !parser.checkEvent(Event.ID.StreamEnd);
    }

    Document next() {
        parser.getEvent();
        anchors.clear();
        Node root = node(parser.getEvent(), reading.depth());
        parser.getEvent();
        return new Document(root, root.mark());
    }

    private Node node(Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            return resolve(alias, depth);
        }
        String anchor = event instanceof NodeEvent named ? named.getAnchor() : null;
        if (anchor == null) {
            return build(event, depth);
        }
        anchors.put(anchor, new Anchor(null, 0, 0));
        long producedBefore = produced;
        int deepestBefore = deepest;
        deepest = depth;
        Node node = build(event, depth);
        anchors.put(anchor, new Anchor(node, produced - producedBefore, deepest - depth));
        deepest = Math.max(deepest, deepestBefore);
        return node;
    }

    private Node build(Event event, int depth) {
        Mark mark = marks.of(event.getStartMark());
        produced++;
        if (event instanceof ScalarEvent scalar) {
            return ScalarTypes.resolve(pool.shared(scalar.getValue()), scalar.getScalarStyle() == ScalarStyle.PLAIN,
                    scalar.getTag(), mark);
        }
        enter(depth + 1, mark);
        return event.is(Event.ID.MappingStart) ? mapping(mark, depth + 1) : sequence(mark, depth + 1);
    }

    private Node sequence(Mark mark, int depth) {
        List<Node> elements = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            elements.add(node(parser.getEvent(), depth));
        }
        parser.getEvent();
        return new Sequence(elements, mark);
    }

    private Node mapping(Mark mark, int depth) {
        MappingBuilder builder = new MappingBuilder(name, reading.repeated(), noFields);
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Event key = parser.getEvent();
            Mark keyMark = marks.of(key.getStartMark());
            if (isMerge(key)) {
                builder.merge(keyMark, node(parser.getEvent(), depth));
            } else {
                String field = keyText(key, keyMark, depth);
                builder.add(field, keyMark, node(parser.getEvent(), depth));
            }
        }
        parser.getEvent();
        return builder.build(mark);
    }

    private String keyText(Event key, Mark mark, int depth) {
        if (key instanceof ScalarEvent scalar && scalar.getAnchor() == null && scalar.getTag() == null
                && (scalar.getScalarStyle() != ScalarStyle.PLAIN || ScalarTypes.isText(scalar.getValue()))) {
            produced++;
            return scalar.getValue();
        }
        if (!(node(key, depth) instanceof Scalar scalar)) {
            throw new SyntaxError(name, mark, "a key must be a text, not { } or [ ]; if this is a value, quote it");
        }
        return scalar.text().orElseThrow(
                () -> new SyntaxError(name, mark, "a key is missing or null; if it is meant as text, quote it"));
    }

    private static boolean isMerge(Event key) {
        return key instanceof ScalarEvent scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().equals("<<");
    }

    private Node resolve(AliasEvent alias, int depth) {
        Mark mark = marks.of(alias.getStartMark());
        Anchor anchor = anchors.get(alias.getAnchor());
        if (anchor == null) {
            // Its name is not told: it may be a password that somebody forgot to quote.
            throw new SyntaxError(name, mark, "the alias has no anchor of its name before it; a text that begins with * needs quotes");
        }
        if (anchor.node == null) {
            throw new SyntaxError(name, mark, "the alias *%s stands inside its own anchor".formatted(alias.getAnchor()));
        }
        enter(depth + anchor.height, mark);
        produced += anchor.weight;
        if (reading.aliased().addAndGet(anchor.weight) > MAX_ALIASED) {
            throw new SyntaxError(name, mark, "aliases repeat more than a million nodes up to here; write them out, or split the file");
        }
        return anchor.node;
    }

    private void enter(int depth, Mark mark) {
        if (depth > YamlReader.MAX_DEPTH) {
            throw new SyntaxError(name, mark, "nested deeper than %d levels".formatted(YamlReader.MAX_DEPTH));
        }
        deepest = Math.max(deepest, depth);
    }
}
