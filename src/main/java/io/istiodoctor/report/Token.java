package io.istiodoctor.report;

/**
 * The word of a YAML or JSON line that begins at a place: what a caret line underlines.
 *
 * @param start index of its first code point in the line
 * @param end index after its last
 */
record Token(int start, int end) {
    /** The token at an index of the line's code points; a single place where the line is shorter. */
    static Token at(int[] line, int start) {
        if (start >= line.length) {
            return new Token(line.length, line.length + 1);
        }
        int end = switch (line[start]) {
            case '"', '\'' -> afterQuote(line, start);
            case '{', '[', '|', '>' -> start + 1;
            default -> afterPlain(line, start);
        };
        return new Token(start, Math.max(start + 1, end));
    }

    private static int afterQuote(int[] line, int start) {
        for (int i = start + 1; i < line.length; i++) {
            if (line[i] == '\\' && line[start] == '"') {
                i++;
            } else if (line[i] == line[start]) {
                return i + 1;
            }
        }
        return line.length;
    }

    private static int afterPlain(int[] line, int start) {
        boolean flow = insideBrackets(line, start);
        int end = start;
        for (int i = start; i < line.length && !endsPlain(line, i, flow); i++) {
            if (!Character.isWhitespace(line[i])) {
                end = i + 1;
            }
        }
        return end;
    }

    private static boolean endsPlain(int[] line, int i, boolean flow) {
        boolean beforeBlank = i + 1 == line.length || Character.isWhitespace(line[i + 1]);
        return switch (line[i]) {
            case '#' -> i > 0 && Character.isWhitespace(line[i - 1]);
            case ':' -> beforeBlank;
            case ',', ']', '}' -> flow;
            default -> false;
        };
    }

    private static boolean insideBrackets(int[] line, int before) {
        int depth = 0;
        for (int i = 0; i < before; i++) {
            switch (line[i]) {
                case '"', '\'' -> i = afterQuote(line, i) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {
                }
            }
        }
        return depth > 0;
    }
}
