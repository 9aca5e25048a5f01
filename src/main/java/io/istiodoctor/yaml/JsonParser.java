package io.istiodoctor.yaml;

import io.istiodoctor.model.FieldNames;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar.Type;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads JSON values that follow one another, with or without {@code ---} lines between them. YAML contains JSON only
 * nearly: tabs between tokens and the escape {@code \/} are JSON alone.
 */
final class JsonParser {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String name;
    private final RepeatedKeys repeated;
    private final JsonScanner in;
    private final StringPool pool = new StringPool(false);
    private final StringPool names = new StringPool(true);
    private final FieldNames noFields = FieldNames.none();

    JsonParser(String name, String text, RepeatedKeys repeated) {
        this.name = name;
        this.repeated = repeated;
        this.in = new JsonScanner(name, text);
    }

    /** Whether the text could be JSON: it begins with a brace or a bracket. */
    static boolean begins(String text) {
        char first = new JsonScanner("", text).next();
        return first == '{' || first == '[';
    }

    /** Whether the text goes on as JSON does, so that its author meant JSON. */
    static boolean isMeant(String text) {
        JsonScanner start = new JsonScanner("", text);
        boolean object = start.next() == '{';
        start.skip();
        char second = start.next();
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
        char first = in.next();
        Mark mark = in.mark();
        if (first == '{' || first == '[') {
            if (depth == YamlReader.MAX_DEPTH) {
                throw in.error("nested deeper than %d levels".formatted(YamlReader.MAX_DEPTH));
            }
            in.skip();
            return first == '{' ? object(mark, depth + 1) : array(mark, depth + 1);
        }
        return first == '"' ? new Scalar(in.string(pool), Type.STRING, mark) : literal(mark);
    }

    private Node object(Mark mark, int depth) {
        MappingBuilder builder = new MappingBuilder(name, repeated, noFields);
        if (!in.take('}')) {
            do {
                if (in.next() != '"') {
                    throw in.error("expected a key in double quotes");
                }
                Mark key = in.mark();
                String field = in.string(names);
                if (!in.take(':')) {
                    throw in.error("expected ':' after the key \"%s\"".formatted(field));
                }
                builder.add(field, key, value(depth));
            } while (in.take(','));
            if (!in.take('}')) {
                throw in.error("expected ',' or '}' here, because of the '{' on line %d".formatted(mark.line()));
            }
        }
        return builder.build(mark);
    }

    private Node array(Mark mark, int depth) {
        List<Node> elements = new ArrayList<>();
        if (!in.take(']')) {
            do {
                elements.add(value(depth));
            } while (in.take(','));
            if (!in.take(']')) {
                throw in.error("expected ',' or ']' here, because of the '[' on line %d".formatted(mark.line()));
            }
        }
        return new Sequence(elements, mark);
    }

    // Most numbers are written so, and need no closer look.
    private static boolean isDecimal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return false;
            }
        }
        return word.charAt(0) != '0' || word.length() == 1;
    }

    private Scalar literal(Mark mark) {
        String word = in.word();
        return switch (word) {
            case "true", "false" -> new Scalar(word, Type.BOOLEAN, mark);
            case "null" -> new Scalar(word, Type.NULL, mark);
            default -> {
                if (word.isEmpty()) {
                    throw in.error("expected a JSON value");
                }
                if (!isDecimal(word) && !NUMBER.matcher(word).matches()) {
                    throw new SyntaxError(name, mark, "expected a JSON value; texts need double quotes");
                }
                yield new Scalar(pool.shared(word), Type.NUMBER, mark);
            }
        };
    }
}
