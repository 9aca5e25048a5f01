package io.istiodoctor.yaml;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Turns a text into documents, the way kubectl does: several YAML documents or JSON values, scalars typed by YAML 1.1.
 * What could exhaust memory or stack (nesting, aliases of aliases) is refused with a {@link SyntaxError} of its own.
 */
public final class YamlReader {
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
        Characters.check(name, text);
        if (!JsonParser.begins(text)) {
            return readYaml(name, text, repeated);
        }
        try {
            return new JsonParser(name, text, repeated).documents();
        } catch (SyntaxError notJson) {
            try {
                return readYaml(name, text, repeated);
            } catch (SyntaxError notYaml) {
                throw name.endsWith(".json") || JsonParser.isMeant(text) ? notJson : notYaml;
            }
        }
    }

    private static List<Document> readYaml(String name, String original, RepeatedKeys repeated) {
        Characters.checkLines(name, original);
        Marks marks = Marks.of(original);
        String text = original;
        long spent = 0;
        while (true) {
            try {
                return parse(name, text, marks, repeated);
            } catch (YAMLException e) {
                spent += text.length();
                int tab = TabRepair.harmlessTab(e, text);
                if (tab < 0) {
                    throw Complaint.about(name, e, marks);
                }
                if (spent > TabRepair.BUDGET) {
                    throw new SyntaxError(name, Characters.mark(text, tab), "too many tabs up to here; use spaces");
                }
                text = TabRepair.replace(text, tab);
            }
        }
    }

    private static List<Document> parse(String name, String text, Marks marks, RepeatedKeys repeated) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        StreamReader reader = new StreamReader(text);
        TreeBuilder builder = new TreeBuilder(name, new ParserImpl(reader, options), marks, repeated);
        List<Document> documents = new ArrayList<>();
        try {
            while (builder.hasNext()) {
                documents.add(builder.next());
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // The library lets these escape from malformed escapes and tags.
            throw new SyntaxError(name, marks.of(reader.getMark()), "a malformed escape or tag");
        }
        return documents;
    }
}
