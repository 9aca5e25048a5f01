package io.istiodoctor.yaml;

import io.istiodoctor.model.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Turns a text into documents, the way kubectl does: several YAML documents or JSON values, scalars typed by YAML 1.1.
 * What could exhaust memory or stack (nesting, aliases of aliases) is refused with a {@link SyntaxError} of its own.
 */
public final class YamlReader {
    /** Of the texts of the tool's own, whose words are few. */
    private static final Idle<JsonParser.Common> OWN = new Idle<>(JsonParser.Common::new);
    /** How deep mappings and sequences may be nested, aliases resolved. */
    public static final int MAX_DEPTH = 100;

    private YamlReader() {}

    /**
     * Reads every document of a text.
     *
     * @param name the text's name in errors: a path, or "-" for standard input
     * @param text the content, without byte order mark (see {@link Utf8#decode})
     * @throws SyntaxError when any part of the text cannot be read; nothing is returned by halves
     */
    public static List<Document> read(String name, String text) {
        return read(name, text, RepeatedKeys.REFUSED);
    }

    /** Reads every document of a text, in which keys may be repeated. */
    public static List<Document> read(String name, String text, RepeatedKeys repeated) {
        boolean json = JsonParser.begins(text);
        Optional<List<Document>> pieces = json ? Optional.empty() : Pieces.read(name, text, repeated, Pieces.SIZE);
        if (pieces.isPresent()) {
            return pieces.get();
        }
        if (!json) {
            Characters.check(name, text);
            return readBlocks(text, () -> Reading.of(name, text, repeated));
        }
        boolean ascii = Characters.areOrdinary(text);
        if (!ascii) {
            Characters.check(name, text);
        }
        try {
            return new JsonParser(name, ascii ? JsonScanner.ofAscii(name, text) : new JsonScanner(name, text), repeated,
                    new JsonParser.Common())
                    .documents();
        } catch (SyntaxError notJson) {
            try {
                return readBlocks(text, () -> Reading.of(name, text, repeated));
            } catch (SyntaxError notYaml) {
                throw name.endsWith(".json") || JsonParser.isMeant(text) ? notJson : notYaml;
            }
        }
    }

    /** Reads a JSON value of the tool's own, of which no character needs to be looked at twice, and which is nothing but ASCII. */
    public static Node readWellFormed(String name, String json) {
        JsonScanner in = JsonScanner.of(name, json.getBytes(StandardCharsets.ISO_8859_1));
        return OWN.lent(c -> new JsonParser(name, in, RepeatedKeys.REFUSED, c).documents().getFirst().root());
    }

    /**
     * Reads every document of a part of a YAML text, by itself.
     *
     * @param before how many lines stand before it
     * @throws SyntaxError where the part, or the text as a whole, cannot be read so
     */
    static List<Document> readPart(String part, int before, Reading whole) {
        return readPart(part, before, whole, Characters.check(whole.name(), part), new BlockReader.Common());
    }

    /**
     * The same.
     *
     * @param ordinary whether it is known to be nothing but ASCII that every manifest may hold, without carriage returns
     */
    static List<Document> readPart(String part, int before, Reading whole, boolean ordinary, BlockReader.Common common) {
        Reading reading = whole.of(part, before, ordinary);
        return readBlocks(part, () -> reading, common);
    }

    /** Reads every document of a YAML text, those in the style of most by itself. */
    static List<Document> readBlocks(String text, Supplier<Reading> reading) {
        return readBlocks(text, reading, new BlockReader.Common());
    }

    private static List<Document> readBlocks(String text, Supplier<Reading> reading, BlockReader.Common common) {
        Reading first = reading.get();
        Characters.checkLines(first.name(), text);
        return BlockReader.read(text, first, common).orElseGet(() -> readYaml(text, reading.get()));
    }

    /** Reads every document of a YAML text by the library. */
    static List<Document> readYaml(String original, Reading reading) {
        String name = reading.name();
        Characters.checkLines(name, original);
        String text = original;
        long spent = 0;
        while (true) {
            try {
                return parse(text, reading);
            } catch (YAMLException e) {
                spent += text.length();
                int tab = TabRepair.harmlessTab(e, text);
                if (tab < 0) {
                    throw Complaint.about(name, e, reading.marks());
                }
                if (spent > TabRepair.BUDGET) {
                    throw new SyntaxError(name, Characters.mark(text, tab), "too many tabs up to here; use spaces");
                }
                text = TabRepair.replace(text, tab);
            }
        }
    }

    private static List<Document> parse(String text, Reading reading) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        StreamReader in = new StreamReader(text);
        TreeBuilder builder = new TreeBuilder(reading, new ParserImpl(in, options));
        List<Document> documents = new ArrayList<>();
        try {
            while (builder.hasNext()) {
                documents.add(builder.next());
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // The library lets these escape from malformed escapes and tags.
            throw new SyntaxError(reading.name(), reading.marks().of(in.getMark()), "a malformed escape or tag");
        }
        return documents;
    }
}
