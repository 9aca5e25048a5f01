package io.istiodoctor.yaml;

/** Reads texts in single or double quotes, which may go on over several lines. */
final class QuotedReader {
    private final Cursor in;
    private final String text;
    private final StringPool pool;

    QuotedReader(Cursor in, StringPool pool) {
        this.in = in;
        this.text = in.text();
        this.pool = pool;
    }

    /** The text in the quotes that begin here; the cursor is behind them afterwards. */
    String read() {
        char quote = in.here();
        int from = in.at() + 1;
        int close = text.indexOf(quote, from, in.end());
        boolean simple = close >= 0
                && (quote == '"' ? text.indexOf('\\', from, close) < 0 : close + 1 == in.end() || text.charAt(close + 1) != quote);
        if (simple) {
            in.to(close + 1);
            return pool.shared(text, from, close);
        }
        in.to(from);
        return quote == '"' ? inDoubleQuotes() : inSingleQuotes();
    }

    private String inSingleQuotes() {
        StringBuilder read = new StringBuilder();
        int kept = 0;
        while (true) {
            char c = in.here();
            if (c == '\n') {
                kept = nextLine(read, kept);
                continue;
            }
            boolean escaped = c == '\'' && in.next() == '\'';
            in.to(in.at() + (escaped ? 2 : 1));
            if (c == '\'' && !escaped) {
                return pool.shared(read.toString());
            }
            read.append(c);
            kept = isBlank(c) ? kept : read.length();
        }
    }

    private String inDoubleQuotes() {
        StringBuilder read = new StringBuilder();
        int kept = 0;
        while (true) {
            char c = in.here();
            if (c == '\n') {
                kept = nextLine(read, kept);
                continue;
            }
            in.to(in.at() + 1);
            if (c == '"') {
                return pool.shared(read.toString());
            }
            if (c == '\\') {
                escape(read);
            } else {
                read.append(c);
            }
            kept = isBlank(c) ? kept : read.length();
        }
    }

    /** Goes on behind a line's end, of which no blanks count; how much of the text is certain then. */
    private int nextLine(StringBuilder read, int kept) {
        read.setLength(kept);
        fold(read, " ");
        return read.length();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Goes to where the text goes on behind a line's end: empty lines are line breaks of the text, and where there is none stands something else. */
    private void fold(StringBuilder read, String otherwise) {
        int breaks = 0;
        do {
            if (in.end() == text.length() || in.separates(in.end() + 1)) {
                throw UnusualYaml.here();
            }
            in.enterLine(in.end() + 1);
            while (isBlank(in.here())) {
                in.to(in.at() + 1);
            }
            breaks++;
        } while (in.at() == in.end());
        read.append(breaks == 1 ? otherwise : "\n".repeat(breaks - 1));
    }

    private void escape(StringBuilder read) {
        char c = in.here();
        if (c == '\n') {
            fold(read, "");
            return;
        }
        in.to(in.at() + 1);
        switch (c) {
            case 'n' -> read.append('\n');
            case 't' -> read.append('\t');
            case 'r' -> read.append('\r');
            case '"', '\\', '/', ' ' -> read.append(c);
            case 'x' -> read.append(code(2));
            case 'u' -> read.append(code(4));
            default -> throw UnusualYaml.here();
        }
    }

    private char code(int digits) {
        int code = 0;
        for (int i = 0; i < digits; i++) {
            char c = in.here();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw UnusualYaml.here();
            }
            code = 16 * code + digit;
            in.to(in.at() + 1);
        }
        if (Character.isSurrogate((char) code)) {
            throw UnusualYaml.here();
        }
        return (char) code;
    }
}
