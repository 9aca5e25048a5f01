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
    /** The last place that was asked for, in code points and in characters. */
    private int point;
    private int index;

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
            return Optional.of(new ExtentReader(TabRepair.all(text)).documents());
        } catch (YAMLException | IndexOutOfBoundsException | NumberFormatException e) {
            return JsonParser.begins(text) ? values(text) : Optional.empty();
        }
    }

    // JSON values may follow each other with nothing between them, which YAML does not know.
    private static Optional<List<Extent>> values(String text) {
        try {
            List<Extent> extents = new ArrayList<>();
            List<Integer> starts = new ArrayList<>(starts(text, YamlReader.read("", text)));
            starts.add(text.length());
            for (int i = 0; i + 1 < starts.size(); i++) {
                List<Extent> one = new ExtentReader(text.substring(starts.get(i), starts.get(i + 1))).documents();
                extents.add(one.getFirst().behind(starts.get(i)));
            }
            return Optional.of(extents);
        } catch (YAMLException | SyntaxError | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static List<Integer> starts(String text, List<Document> documents) {
        List<Integer> starts = new ArrayList<>();
        int line = 1;
        int from = 0;
        for (Document document : documents) {
            for (; line < document.mark().line(); line++) {
                from = text.indexOf('\n', from) + 1;
            }
            starts.add(text.offsetByCodePoints(from, document.mark().column() - 1));
        }
        return starts;
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

    // The library counts code points; from one place to the next it is never far.
    private int index(org.yaml.snakeyaml.error.Mark mark) {
        if (plain) {
            return mark.getIndex();
        }
        index = text.offsetByCodePoints(index, mark.getIndex() - point);
        point = mark.getIndex();
        return index;
    }

    private Extent node(Event event) {
        int from = index(event.getStartMark());
        int column = event.getStartMark().getColumn();
        if (event instanceof CollectionStartEvent start) {
            List<Entry> entries = event.is(Event.ID.MappingStart) ? fields() : elements();
            boolean flow = start.getFlowStyle() == org.yaml.snakeyaml.DumperOptions.FlowStyle.FLOW;
            Event end = parser.getEvent();
            int to = flow ? index(end.getEndMark()) : entries.isEmpty() ? from : entries.getLast().value().to();
            Style style = event.is(Event.ID.MappingStart) ? flow ? Style.FLOW_MAPPING : Style.BLOCK_MAPPING : flow ? Style.FLOW_SEQUENCE
                    : Style.BLOCK_SEQUENCE;
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
            int from = index(key.getStartMark());
            // What is not written stands right behind its key.
            entries.add(new Entry(name, from, node(parser.getEvent())));
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
