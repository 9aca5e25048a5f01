package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import java.util.BitSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** The lines of a text on which Secrets stand, and which are not shown for that, whatever else stands on them. */
public final class ConfidentialLines {
    private final BitSet lines = new BitSet();
    private final Parser parser;
    private final Marks marks;
    /** Behind the last node that was read. */
    private int last;

    private ConfidentialLines(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        parser = new ParserImpl(new StreamReader(text), options);
        marks = Marks.of(text);
    }

    /** Their numbers, from 1. Where it cannot be told where in a text they stand, all are. */
    public static BitSet of(String text) {
        // Most texts have none; the word may be written with escapes.
        if (!text.contains("Secret") && text.indexOf('\\') < 0) {
            return new BitSet();
        }
        try {
            Characters.checkLines("", text);
            ConfidentialLines found = new ConfidentialLines(TabRepair.all(text));
            while (!found.parser.checkEvent(Event.ID.StreamEnd)) {
                found.node(found.parser.getEvent());
            }
            return found.lines;
        } catch (YAMLException | SyntaxError | IndexOutOfBoundsException | NumberFormatException e) {
            BitSet all = new BitSet();
            all.set(0, text.length() + 2);
            return all;
        }
    }

    private void node(Event event) {
        if (event.is(Event.ID.MappingStart)) {
            mapping(event);
        } else if (event.is(Event.ID.SequenceStart)) {
            while (!parser.checkEvent(Event.ID.SequenceEnd)) {
                node(parser.getEvent());
            }
            end(parser.getEvent());
        } else if (event instanceof ScalarEvent || event instanceof AliasEvent) {
            // A text of several lines ends where the next line begins.
            Mark end = marks.of(event.getEndMark());
            last = end.line() - (end.column() == 1 ? 1 : 0);
        }
    }

    private void mapping(Event start) {
        boolean secret = false;
        boolean merged = false;
        boolean typed = false;
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Event key = parser.getEvent();
            node(key);
            String name = key instanceof ScalarEvent scalar ? scalar.getValue() : "";
            Event value = parser.getEvent();
            if (name.equals("kind")) {
                typed = true;
                secret |= !(value instanceof ScalarEvent kind) || kind.getValue().equals("Secret") || kind.getValue().equals("SecretList");
            }
            merged |= name.equals("<<");
            node(value);
        }
        end(parser.getEvent());
        // What is merged in may be the kind.
        if (secret || merged && !typed) {
            int first = marks.of(start.getStartMark()).line();
            lines.set(first, Math.max(first, last) + 1);
        }
    }

    // The end of what stands in no brackets is where the next thing begins.
    private void end(Event end) {
        if (end.getEndMark().getIndex() > end.getStartMark().getIndex()) {
            last = marks.of(end.getEndMark()).line();
        }
    }
}
