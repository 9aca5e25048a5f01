package io.istiodoctor.yaml;

import io.istiodoctor.model.FieldNames;
import io.istiodoctor.model.Fields;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the YAML that kubectl and Helm print and most people write: mappings and lists in block style, texts with and without quotes, blocks of text, and
 * brackets on one line. It makes the nodes that {@link TreeBuilder} makes from the library's events, in a fraction of the time. What it does not know,
 * mistakes among it, makes it leave that document to the library.
 */
final class BlockReader {
    /** The library takes no longer ones. */
    private static final int LONGEST_KEY = 1000;
    /** What no plain text begins with; the last three may be followed by something. */
    static final String INDICATORS = ",[]{}#&*!|>'\"%@`-?:";
    private static final int NEVER = INDICATORS.length() - 3;

    private final Reading reading;
    private final Cursor in;
    private final String text;
    private final StringPool pool;
    private final StringPool names;
    private final FieldNames noFields;
    private final QuotedReader quoted;
    private final BlockScalarReader blocks;
    private int left;

    /** What texts have in common that are read one after the other: values, names, and the names of mappings that begin alike. */
    record Common(StringPool values, StringPool names, FieldNames noFields) {
        Common() {
            this(new StringPool(false), new StringPool(true), FieldNames.none());
        }
    }

    BlockReader(String text, Reading reading, Common common) {
        this.reading = reading;
        this.pool = common.values;
        this.names = common.names;
        this.noFields = common.noFields;
        this.text = text;
        this.in = new Cursor(text, reading.marks().linesBefore());
        this.quoted = new QuotedReader(in, pool);
        this.blocks = new BlockScalarReader(in);
    }

    /** The documents of a text; empty where the text has to be read as a whole, or cannot be read. */
    static Optional<List<Document>> read(String text, Reading reading, Common common) {
        return new BlockReader(text, reading, common).documents();
    }

    /** How many documents were left to the library. */
    int left() {
        return left;
    }

    /** The documents of the text; empty where it has to be read as a whole, or cannot be read. */
    Optional<List<Document>> documents() {
        if (!reading.marks().plain() || reading.marks().returns()) {
            return Optional.empty();
        }
        List<Document> documents = new ArrayList<>();
        try {
            in.toLine(0, 0);
            while (!in.atEnd()) {
                int start = in.lineStart();
                int line = in.line();
                try {
                    documents.add(document());
                } catch (UnusualYaml unusual) {
                    documents.addAll(byLibrary(start, line));
                }
            }
        } catch (UnusualYaml | SyntaxError whole) {
            // Where a document by itself cannot be read, the whole text tells why as it is.
            return Optional.empty();
        }
        return Optional.of(documents);
    }

    private List<Document> byLibrary(int start, int line) {
        left++;
        // A directive reaches further than its document.
        if (text.startsWith("%") || text.contains("\n%")) {
            throw UnusualYaml.here();
        }
        int over = text.indexOf("\n---", start);
        while (over >= 0 && !in.startsDocument(over + 1)) {
            over = text.indexOf("\n---", over + 1);
        }
        int end = over < 0 ? text.length() : over + 1;
        String part = text.substring(start, end);
        List<Document> read = YamlReader.readYaml(part, reading.behind(line));
        in.toLine(end, line + (int) part.chars().filter(c -> c == '\n').count());
        return read;
    }

    private Document document() {
        if (in.indent() == Cursor.OUTSIDE) {
            in.to(in.at() + "---".length());
            in.endLine();
            if (in.indent() == Cursor.OUTSIDE) {
                if (in.atEnd() && in.column() > 0) {
                    throw UnusualYaml.here();
                }
                return new Document(new Scalar("", Scalar.Type.NULL, in.mark()), in.mark());
            }
        }
        Node root = isEntry() ? sequence(reading.depth()) : isKey() ? mapping(reading.depth()) : flow(reading.depth());
        if (in.indent() != Cursor.OUTSIDE) {
            throw UnusualYaml.here();
        }
        return new Document(root, root.mark());
    }

    private static int deeper(int depth) {
        if (depth == YamlReader.MAX_DEPTH) {
            throw UnusualYaml.here();
        }
        return depth + 1;
    }

    private Node sequence(int outer) {
        int depth = deeper(outer);
        int column = in.column();
        Mark mark = in.mark();
        List<Node> elements = new ArrayList<>();
        do {
            in.to(in.at() + 1);
            elements.add(value(column, false, depth));
        } while (in.indent() == column && isEntry());
        leave(column);
        return new Sequence(elements, mark);
    }

    private Node mapping(int outer) {
        int depth = deeper(outer);
        int column = in.column();
        Mark mark = in.mark();
        Fields fields = new Fields(noFields);
        do {
            int line = in.markLine();
            String name = key();
            // What a key means that stands twice is for the other way of reading to say.
            if (!fields.add(name, value(column, true, depth), line, mark.column())) {
                throw UnusualYaml.here();
            }
        } while (in.indent() == column && !isEntry());
        leave(column);
        return fields.mapping(mark);
    }

    // A list may stand as far left as the key that it is the value of, and is left for the key's neighbours.
    private void leave(int column) {
        if (in.indent() > column) {
            throw UnusualYaml.here();
        }
    }

    /** What stands behind a key's colon, or a list's dash, or below. */
    private Node value(int column, boolean ofKey, int depth) {
        int line = in.markLine();
        int behind = in.markColumn(in.at());
        in.skipSpaces();
        if (in.at() < in.end() && in.here() != '#') {
            return ofKey ? scalar(column, depth) : node(column, depth);
        }
        in.nextLine();
        if (in.indent() > column) {
            return node(column, depth);
        }
        return ofKey && in.indent() == column && isEntry() ? sequence(depth) : new Scalar("", Scalar.Type.NULL, line, behind);
    }

    private Node node(int parent, int depth) {
        return isEntry() ? sequence(depth) : isKey() ? mapping(depth) : scalar(parent, depth);
    }

    private boolean isEntry() {
        return in.here() == '-' && isBlank(in.next());
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n';
    }

    private boolean isKey() {
        char first = in.here();
        if (first != '"' && first != '\'') {
            return INDICATORS.indexOf(first) < 0 || startsPlain(first) ? colon() >= 0 : false;
        }
        int start = in.at();
        int close = text.indexOf(first, start + 1, in.end());
        while (close >= 0 && (first == '"' ? text.charAt(close - 1) == '\\' : close + 1 < in.end() && text.charAt(close + 1) == first)) {
            close = text.indexOf(first, close + (first == '"' ? 1 : 2), in.end());
        }
        return close >= 0 && isColon(close + 1);
    }

    private boolean startsPlain(char first) {
        return INDICATORS.indexOf(first) >= NEVER && !isBlank(in.next()) && in.next() != '\t';
    }

    private boolean isColon(int index) {
        return index < in.end() && text.charAt(index) == ':' && (index + 1 == in.end() || text.charAt(index + 1) == ' ');
    }

    /** The colon that makes what begins here a key; -1 where there is none. */
    private int colon() {
        int end = in.end();
        for (int i = text.indexOf(':', in.at(), end); i >= 0; i = text.indexOf(':', i + 1, end)) {
            if (isColon(i)) {
                return isComment(in.at(), i) ? -1 : i;
            }
        }
        return -1;
    }

    /** Reads a key; the cursor is behind its colon afterwards. */
    private String key() {
        char first = in.here();
        int start = in.at();
        int line = in.line();
        String name;
        if (first == '"' || first == '\'') {
            name = quoted.read();
        } else {
            int colon = INDICATORS.indexOf(first) < 0 || startsPlain(first) ? colon() : -1;
            if (colon < 0 || text.charAt(colon - 1) == ' ' || text.indexOf('\t', start, colon) >= 0) {
                throw UnusualYaml.here();
            }
            in.to(colon);
            name = plainKey(names.shared(text, start, colon));
        }
        if (in.line() != line || !isColon(in.at()) || in.at() - start > LONGEST_KEY) {
            throw UnusualYaml.here();
        }
        in.to(in.at() + 1);
        return name;
    }

    /** The name that a key without quotes is. */
    static String plainKey(String written) {
        if (ScalarTypes.isText(written)) {
            return written;
        }
        if (written.equals("<<")) {
            throw UnusualYaml.here();
        }
        return ScalarTypes.resolvePlain(written, Mark.NONE).text().orElseThrow(UnusualYaml::here);
    }

    /** Whether a comment begins between two places. */
    private boolean isComment(int from, int to) {
        int hash = text.indexOf('#', from, to);
        while (hash >= 0) {
            if (hash == from || text.charAt(hash - 1) == ' ') {
                return true;
            }
            hash = text.indexOf('#', hash + 1, to);
        }
        return false;
    }

    private Node scalar(int parent, int depth) {
        Mark mark = in.mark();
        return switch (in.here()) {
            case '"', '\'' -> {
                String value = quoted.read();
                in.endLine();
                yield new Scalar(value, Scalar.Type.STRING, mark);
            }
            case '|', '>' -> new Scalar(blocks.read(parent), Scalar.Type.STRING, mark);
            case '[', '{' -> flow(depth);
            default -> ScalarTypes.resolvePlain(plain(parent), mark);
        };
    }

    private Node flow(int depth) {
        Node read = new FlowReader(in, quoted, pool, noFields).read(depth);
        in.endLine();
        return read;
    }

    /** A text without quotes; lines that follow and are indented are its own. */
    private String plain(int parent) {
        char first = in.here();
        if (INDICATORS.indexOf(first) >= 0 && !startsPlain(first)) {
            throw UnusualYaml.here();
        }
        int start = in.at();
        int end = plainEnd(start);
        boolean ended = end < in.end() && text.indexOf('#', end, in.end()) >= 0;
        int line = in.line();
        in.nextLine();
        if (in.indent() <= parent) {
            return pool.shared(text, start, end);
        }
        StringBuilder read = new StringBuilder().append(text, start, end);
        while (in.indent() > parent) {
            if (ended || in.commented()) {
                throw UnusualYaml.here();
            }
            int breaks = in.line() - line;
            int next = in.at();
            int nextEnd = plainEnd(next);
            read.append(breaks == 1 ? " " : "\n".repeat(breaks - 1)).append(text, next, nextEnd);
            ended = nextEnd < in.end() && text.indexOf('#', nextEnd, in.end()) >= 0;
            line = in.line();
            in.nextLine();
        }
        return pool.shared(read.toString());
    }

    /** Where a text without quotes that begins there ends on its line. */
    private int plainEnd(int start) {
        int end = in.end();
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\t' || c == ':' && (i + 1 == in.end() || text.charAt(i + 1) == ' ')) {
                throw UnusualYaml.here();
            }
            if (c == '#' && i > start && text.charAt(i - 1) == ' ') {
                end = i;
            }
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return end;
    }
}
