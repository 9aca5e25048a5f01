package io.istiodoctor.yaml;

import java.util.BitSet;

/** Finds the lines of a JSON text on which Secrets stand; what {@link ConfidentialLines} finds by the YAML library, in a fraction of the time. */
final class ConfidentialJson {
    private final JsonScanner in;
    private final SharedTexts<String> texts = new SharedTexts<>(text -> text);
    private final BitSet lines;

    private ConfidentialJson(String text, BitSet lines) {
        this.in = new JsonScanner("", text);
        this.lines = lines;
    }

    /** Adds the numbers of those lines, from 1; gives false, and adds nothing, where the text is no JSON. */
    static boolean read(String text, BitSet lines) {
        BitSet found = new BitSet();
        ConfidentialJson reader = new ConfidentialJson(text, found);
        try {
            while (reader.in.next() != JsonScanner.END) {
                if (!reader.in.takeSeparator()) {
                    reader.value(0);
                }
            }
        } catch (SyntaxError noJson) {
            return false;
        }
        lines.or(found);
        return true;
    }

    /** Reads a value, and gives its text; empty for what is none. */
    private String value(int depth) {
        return switch (in.next()) {
            case '"' -> in.string(texts);
            case '{' -> object(deeper(depth));
            case '[' -> array(deeper(depth));
            default -> {
                if (in.word(texts).isEmpty()) {
                    throw in.error("expected a JSON value");
                }
                yield "";
            }
        };
    }

    private int deeper(int depth) {
        if (depth == YamlReader.MAX_DEPTH) {
            throw in.error("nested too deep");
        }
        return depth + 1;
    }

    private String object(int depth) {
        int first = in.mark().line();
        boolean secret = false;
        in.skip();
        if (in.next() != '}') {
            do {
                if (in.next() != '"') {
                    throw in.error("expected a key in double quotes");
                }
                boolean kind = in.string(texts).equals("kind");
                require(':');
                boolean several = in.next() == '{' || in.next() == '[';
                String value = value(depth);
                // A kind that is no single word is none that could be told from a Secret.
                secret |= kind && (several || value.equals(ConfidentialLines.KIND) || value.equals(ConfidentialLines.LIST));
            } while (in.take(','));
        }
        int last = in.mark().line();
        require('}');
        if (secret) {
            lines.set(first, last + 1);
        }
        return "";
    }

    private String array(int depth) {
        in.skip();
        if (in.next() != ']') {
            do {
                value(depth);
            } while (in.take(','));
        }
        require(']');
        return "";
    }

    private void require(char token) {
        if (!in.take(token)) {
            throw in.error("expected '%c' here".formatted(token));
        }
    }
}
