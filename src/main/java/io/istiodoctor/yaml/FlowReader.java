package io.istiodoctor.yaml;

import io.istiodoctor.model.FieldNames;
import io.istiodoctor.model.Fields;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.List;

/** Reads brackets and braces that are closed on their line, as Helm's charts and people write short ones. */
final class FlowReader {
    private final Cursor in;
    private final String text;
    private final QuotedReader quoted;
    private final StringPool pool;
    private final FieldNames noFields;
    private final int line;

    FlowReader(Cursor in, QuotedReader quoted, StringPool pool, FieldNames noFields) {
        this.in = in;
        this.text = in.text();
        this.quoted = quoted;
        this.pool = pool;
        this.noFields = noFields;
        this.line = in.line();
    }

    /** What the bracket or brace here opens; the cursor is behind it afterwards. */
    Node read(int outer) {
        if (outer == YamlReader.MAX_DEPTH) {
            throw UnusualYaml.here();
        }
        Mark mark = in.mark();
        char open = in.here();
        in.to(in.at() + 1);
        in.skipSpaces();
        return switch (open) {
            case '[' -> sequence(mark, outer + 1);
            case '{' -> mapping(mark, outer + 1);
            default -> throw UnusualYaml.here();
        };
    }

    private Node sequence(Mark mark, int depth) {
        List<Node> elements = new ArrayList<>();
        if (in.here() == ']') {
            in.to(in.at() + 1);
            return new Sequence(elements, mark);
        }
        do {
            elements.add(value(depth));
        } while (goesOn(']'));
        return new Sequence(elements, mark);
    }

    private Node mapping(Mark mark, int depth) {
        Fields fields = new Fields(noFields);
        if (in.here() == '}') {
            in.to(in.at() + 1);
            return fields.mapping(mark);
        }
        do {
            Mark key = in.mark();
            String name = isQuote() ? inQuotes() : BlockReader.plainKey(word());
            if (in.here() != ':' || in.next() != ' ') {
                throw UnusualYaml.here();
            }
            in.to(in.at() + 1);
            in.skipSpaces();
            if (!fields.add(name, value(depth), key.line(), key.column())) {
                throw UnusualYaml.here();
            }
        } while (goesOn('}'));
        return fields.mapping(mark);
    }

    private boolean goesOn(char close) {
        in.skipSpaces();
        char c = in.here();
        if (c != ',' && c != close) {
            throw UnusualYaml.here();
        }
        in.to(in.at() + 1);
        if (c == ',') {
            in.skipSpaces();
        }
        return c == ',';
    }

    private Node value(int depth) {
        Mark mark = in.mark();
        return switch (in.here()) {
            case '[', '{' -> read(depth);
            case '"', '\'' -> new Scalar(inQuotes(), Scalar.Type.STRING, mark);
            default -> ScalarTypes.resolvePlain(word(), mark);
        };
    }

    private boolean isQuote() {
        return in.here() == '"' || in.here() == '\'';
    }

    private String inQuotes() {
        String value = quoted.read();
        if (in.line() != line) {
            throw UnusualYaml.here();
        }
        return value;
    }

    /** A text without quotes, which ends where brackets, commas and colons are what they mean here. */
    private String word() {
        int start = in.at();
        int i = start;
        while (i < in.end() && !endsWord(i)) {
            i++;
        }
        int end = i;
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        boolean dash = in.here() == '-' && in.next() == ' ';
        if (end == start || i == in.end() || dash || BlockReader.INDICATORS.indexOf(in.here()) >= 0 && in.here() != '-') {
            throw UnusualYaml.here();
        }
        in.to(i);
        return pool.shared(text, start, end);
    }

    private boolean endsWord(int index) {
        char c = text.charAt(index);
        return switch (c) {
            case ',', '[', ']', '{', '}' -> true;
            case '\t', '?' -> throw UnusualYaml.here();
            case '#' -> {
                if (text.charAt(index - 1) == ' ') {
                    throw UnusualYaml.here();
                }
                yield false;
            }
            case ':' -> {
                char next = index + 1 < in.end() ? text.charAt(index + 1) : '\n';
                if (",[]{}".indexOf(next) >= 0) {
                    throw UnusualYaml.here();
                }
                yield next == ' ';
            }
            default -> false;
        };
    }
}
