package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import io.istiodoctor.model.SourceText.Hiding;
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
    static final String KIND = "Secret";
    static final String LIST = "SecretList";
    /** What follows the backslash of an escape that may be a letter, or ends a line that goes on. */
    private static final String DISGUISES = "uUx\r\n";

    private final BitSet lines;
    private final Parser parser;
    private final Marks marks;
    /** Behind the last node that was read. */
    private int last;

    private ConfidentialLines(String text, Marks marks, BitSet lines) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        this.parser = new ParserImpl(new StreamReader(text), options);
        this.marks = marks;
        this.lines = lines;
    }

    /** Their numbers, from 1. Where it cannot be told where in a text they stand, all are. */
    public static BitSet of(String text) {
        BitSet lines = new BitSet();
        if (!possible(text)) {
            return lines;
        }
        try {
            Characters.checkLines("", text);
            if (JsonParser.begins(text) && ConfidentialJson.read(text, lines)) {
                return lines;
            }
            if (inDocuments(text)) {
                readDocuments(text, lines);
            } else {
                read(text, Marks.of(text), lines);
            }
        } catch (YAMLException | SyntaxError | IndexOutOfBoundsException | NumberFormatException e) {
            lines.set(0, text.length() + 2);
        }
        return lines;
    }

    /** The same for those who ask for few lines of a long text: of separate documents, only those are read of which a line is asked for. */
    public static Hiding hiding(String text) {
        if (!possible(text)) {
            return (line, start) -> false;
        }
        if (!JsonParser.begins(text) && inDocuments(text)) {
            return new ConfidentialDocument(text);
        }
        BitSet lines = of(text);
        return (line, start) -> lines.get(line);
    }

    static boolean possible(String text) {
        return disguise(text, 0, word(text, 0)) < text.length();
    }

    // Nothing but a directive reaches from one document into another, so that those of a large file without a Secret need not be read once more.
    private static boolean inDocuments(String text) {
        return !text.startsWith("%") && !text.contains("\n%") && Marks.of(text).plain();
    }

    /** Where the kind's name is a word of the text, from a place on; its end where it is none. */
    private static int word(String text, int from) {
        int word = text.indexOf(KIND, from);
        while (word >= 0 && (isLetter(text, word - 1) || isLetter(text, word + (text.startsWith(LIST, word) ? LIST : KIND).length()))) {
            word = text.indexOf(KIND, word + 1);
        }
        return word < 0 ? text.length() : word;
    }

    /** Where between two places stands what may be one of its letters in disguise, an escape or a line that goes on; the second place where nothing does. */
    private static int disguise(String text, int from, int most) {
        int escape = text.indexOf('\\', from, most);
        while (escape >= 0 && (escape + 1 == text.length() || DISGUISES.indexOf(text.charAt(escape + 1)) < 0)) {
            escape = text.indexOf('\\', escape + 1, most);
        }
        return escape < 0 ? most : escape;
    }

    private static boolean isLetter(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetter(text.charAt(at));
    }

    private static void readDocuments(String text, BitSet lines) {
        int before = 0;
        int counted = 0;
        int end = 0;
        int word = word(text, 0);
        for (int at = disguise(text, 0, word); at < text.length(); at = disguise(text, end, word)) {
            int start = documentStart(text, at);
            end = documentEnd(text, at);
            word = word < end ? word(text, end) : word;
            for (int line = text.indexOf('\n', counted, start); line >= 0; line = text.indexOf('\n', line + 1, start)) {
                before++;
            }
            counted = start;
            String document = text.substring(start, end);
            read(document, Marks.behind(before, "", document), lines);
        }
    }

    /** Where the document begins in which a place is. */
    static int documentStart(String text, int at) {
        int marker = text.lastIndexOf("\n---", at);
        while (marker >= 0 && marker + 4 < text.length() && !Character.isWhitespace(text.charAt(marker + 4))) {
            marker = text.lastIndexOf("\n---", marker - 1);
        }
        return marker + 1;
    }

    /** Where the document ends in which a place is. */
    static int documentEnd(String text, int from) {
        int marker = text.indexOf("\n---", from);
        while (marker >= 0 && marker + 4 < text.length() && !Character.isWhitespace(text.charAt(marker + 4))) {
            marker = text.indexOf("\n---", marker + 4);
        }
        return marker < 0 ? text.length() : marker + 1;
    }

    private static void read(String text, Marks marks, BitSet lines) {
        ConfidentialLines found = new ConfidentialLines(TabRepair.all(text), marks, lines);
        while (!found.parser.checkEvent(Event.ID.StreamEnd)) {
            found.node(found.parser.getEvent());
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
                secret |= !(value instanceof ScalarEvent kind) || kind.getValue().equals(KIND) || kind.getValue().equals(LIST);
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
