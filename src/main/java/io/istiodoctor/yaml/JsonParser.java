package io.istiodoctor.yaml;

import io.istiodoctor.model.FieldNames;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar.Type;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads JSON values that follow one another, with or without {@code ---} lines between them. YAML contains JSON only
 * nearly: tabs between tokens and the escape {@code \/} are JSON alone.
 */
final class JsonParser {
    private final String name;
    private final RepeatedKeys repeated;
    private final JsonScanner in;
    private final Common common;
    /** Those whose mappings are built, of use for others. */
    private final Deque<MappingBuilder> idle = new ArrayDeque<>();

    /** What texts have in common that are read one after the other: values, names, and the names of mappings that begin alike. */
    record Common(SharedTexts<String> texts, SharedTexts<String> names, SharedTexts<JsonLiteral> literals, FieldNames noFields) {
        Common() {
            this(new SharedTexts<>(text -> text), new SharedTexts<>(String::intern), new SharedTexts<>(JsonLiteral::of), FieldNames.none());
        }
    }

    JsonParser(String name, JsonScanner in, RepeatedKeys repeated, Common common) {
        this.name = name;
        this.common = common;
        this.repeated = repeated;
        this.in = in;
    }

    /** Whether the text could be JSON: it begins with a brace or a bracket. */
    static boolean begins(String text) {
        int at = 0;
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return text.startsWith("{", at) || text.startsWith("[", at);
    }

    /** Whether the text goes on as JSON does, so that its author meant JSON. */
    static boolean isMeant(String text) {
        JsonScanner start = new JsonScanner("", text);
        boolean object = start.next() == '{';
        start.skip();
        int second = start.next();
        return second == '"' || (object ? second == '}' : second == '{' || second == ']');
    }

    List<Document> documents() {
        List<Document> documents = new ArrayList<>();
        while (in.next() != JsonScanner.END) {
            if (!in.takeSeparator()) {
                Node root = value(0);
                documents.add(new Document(root, root.mark()));
            }
        }
        return documents;
    }

    private Node value(int depth) {
        int first = in.next();
        int line = in.line();
        int column = in.column();
        if (first == '{' || first == '[') {
            if (depth == YamlReader.MAX_DEPTH) {
                throw in.error("nested deeper than %d levels".formatted(YamlReader.MAX_DEPTH));
            }
            in.skip();
            return first == '{' ? object(new Mark(line, column), depth + 1) : array(line, column, depth + 1);
        }
        return first == '"' ? new Scalar(in.string(common.texts), Type.STRING, line, column) : literal(line, column);
    }

    private Node object(Mark mark, int depth) {
        MappingBuilder builder = idle.isEmpty() ? new MappingBuilder(name, repeated, common.noFields) : idle.pop();
        if (!in.take('}')) {
            do {
                if (in.next() != '"') {
                    throw in.error("expected a key in double quotes");
                }
                int line = in.line();
                int column = in.column();
                String field = in.string(common.names);
                if (!in.take(':')) {
                    throw in.error("expected ':' after the key \"%s\"".formatted(field));
                }
                builder.add(field, line, column, value(depth));
            } while (in.take(','));
            if (!in.take('}')) {
                throw in.error("expected ',' or '}' here, because of the '{' on line %d".formatted(mark.line()));
            }
        }
        Mapping object = builder.build(mark);
        idle.push(builder);
        return object;
    }

    private Node array(int line, int column, int depth) {
        List<Node> elements = new ArrayList<>();
        if (!in.take(']')) {
            do {
                elements.add(value(depth));
            } while (in.take(','));
            if (!in.take(']')) {
                throw in.error("expected ',' or ']' here, because of the '[' on line %d".formatted(line));
            }
        }
        return new Sequence(elements, line, column);
    }

    private Scalar literal(int line, int column) {
        JsonLiteral literal = in.word(common.literals);
        if (literal.text().isEmpty()) {
            throw in.error("expected a JSON value");
        }
        return new Scalar(literal.text(), literal.type().orElseThrow(
                () -> new SyntaxError(name, new Mark(line, column), "expected a JSON value; texts need double quotes")), line, column);
    }
}
