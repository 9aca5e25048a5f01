package io.istiodoctor.yaml;

import io.istiodoctor.yaml.Extent.Entry;
import io.istiodoctor.yaml.Extent.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads where the nodes of a YAML text, or of a JSON text, stand. */
public final class ExtentReader {
    private final String text;
    private final boolean plain;
    private final Parser parser;

    private ExtentReader(String text) {
        this.text = text;
        this.plain = text.length() == text.codePointCount(0, text.length());
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        this.parser = new ParserImpl(new StreamReader(text), options);
    }

    /** The documents in order; empty where the text holds what only {@link YamlReader} can read. */
    public static Optional<List<Extent>> read(String text) {
        try {
            return Optional.of(new ExtentReader(text).documents());
        } catch (YAMLException | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private List<Extent> documents() {
        List<Extent> documents = new ArrayList<>();
        parser.getEvent();
        while (!parser.checkEvent(Event.ID.StreamEnd)) {
            parser.getEvent();
            documents.add(node(parser.getEvent()));
            parser.getEvent();
        }
        return documents;
    }

    // The library counts code points.
    private int index(org.yaml.snakeyaml.error.Mark mark) {
        return plain ? mark.getIndex() : text.offsetByCodePoints(0, mark.getIndex());
    }

    private Extent node(Event event) {
        int from = index(event.getStartMark());
        int column = from - (text.lastIndexOf('\n', from - 1) + 1);
        if (event instanceof CollectionStartEvent start) {
            List<Entry> entries = event.is(Event.ID.MappingStart) ? fields() : elements();
            boolean flow = start.getFlowStyle() == org.yaml.snakeyaml.DumperOptions.FlowStyle.FLOW;
            Event end = parser.getEvent();
            int to = flow ? index(end.getEndMark()) : entries.isEmpty() ? from : entries.getLast().value().to();
            Style style = event.is(Event.ID.MappingStart) ? flow ? Style.FLOW_MAPPING : Style.BLOCK_MAPPING : flow ? Style.FLOW_SEQUENCE : Style.BLOCK_SEQUENCE;
            return new Extent(style, from, Math.max(from, to), column, entries);
        }
        int to = index(event.getEndMark());
        while (to > from && text.charAt(to - 1) == '\n') {
            to--;
        }
        return new Extent(event instanceof AliasEvent ? Style.ALIAS : Style.SCALAR, from, to, column, List.of());
    }

    private List<Entry> fields() {
        List<Entry> entries = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Event key = parser.getEvent();
            String name = key instanceof ScalarEvent scalar ? scalar.getValue() : "";
            if (!(key instanceof ScalarEvent)) {
                node(key);
            }
            Event value = parser.getEvent();
            Extent read = node(value);
            // What is not written stands right behind its key.
            entries.add(new Entry(name, index(key.getStartMark()), read));
        }
        return entries;
    }

    private List<Entry> elements() {
        List<Entry> entries = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            Extent value = node(parser.getEvent());
            entries.add(new Entry("", value.from(), value));
        }
        return entries;
    }
}
