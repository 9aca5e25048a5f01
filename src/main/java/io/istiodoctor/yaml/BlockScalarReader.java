package io.istiodoctor.yaml;

/** Reads texts of several lines below an indicator, {@code |} or {@code >}. */
final class BlockScalarReader {
    private final Cursor in;
    private final String text;

    BlockScalarReader(Cursor in) {
        this.in = in;
        this.text = in.text();
    }

    /**
     * The text whose indicator is here; the cursor is on the line behind it afterwards.
     *
     * @param parent the column of the block that it is a value of
     */
    String read(int parent) {
        boolean folded = in.here() == '>';
        char chomping = 0;
        int more = 0;
        in.to(in.at() + 1);
        for (char c = in.here(); c != '\n' && c != ' '; c = in.here()) {
            if ((c == '-' || c == '+') && chomping == 0) {
                chomping = c;
            } else if (c >= '1' && c <= '9' && more == 0) {
                more = c - '0';
            } else {
                throw UnusualYaml.here();
            }
            in.to(in.at() + 1);
        }
        in.skipSpaces();
        if (in.at() < in.end() || in.end() == text.length()) {
            throw UnusualYaml.here();
        }
        return lines(Math.max(1, parent + 1), more, folded, chomping);
    }

    private String lines(int least, int more, boolean folded, char chomping) {
        int start = in.end() + 1;
        int line = in.line() + 1;
        StringBuilder read = new StringBuilder();
        int breaks = 0;
        while (start < text.length() && text.charAt(start) == '\n') {
            start++;
            line++;
            breaks++;
        }
        int indent = spaces(start, text.length());
        if (startsBreak(start + indent) || indent < least || more > 0 && (breaks > 0 || indent < least + more - 1)) {
            throw UnusualYaml.here();
        }
        indent = more > 0 ? least + more - 1 : indent;
        boolean foldable = false;
        boolean first = true;
        boolean broken = false;
        while (start < text.length()) {
            int blank = spaces(start, indent);
            if (start + blank < text.length() && text.charAt(start + blank) == '\n') {
                breaks++;
            } else if (blank < indent || start + blank == text.length()) {
                break;
            } else {
                int over = text.indexOf('\n', start);
                int end = over < 0 ? text.length() : over;
                char lead = text.charAt(start + indent);
                boolean plain = lead != ' ' && lead != '\t';
                if (!first) {
                    read.append(!folded || !foldable || !plain ? "\n" : breaks == 0 ? " " : "");
                }
                read.repeat('\n', breaks).append(text, start + indent, end);
                breaks = 0;
                first = false;
                foldable = plain;
                broken = over >= 0;
            }
            int over = text.indexOf('\n', start);
            if (over < 0) {
                start = text.length();
            } else {
                start = over + 1;
                line++;
            }
        }
        if (chomping != '-' && broken) {
            read.append('\n');
        }
        if (chomping == '+') {
            read.repeat('\n', breaks);
        }
        in.toLine(start, line);
        return read.toString();
    }

    private boolean startsBreak(int index) {
        return index >= text.length() || text.charAt(index) == '\n';
    }

    private int spaces(int from, int most) {
        int i = from;
        while (i < text.length() && i - from < most && text.charAt(i) == ' ') {
            i++;
        }
        return i - from;
    }
}
