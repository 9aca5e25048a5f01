package io.istiodoctor.report;

import io.istiodoctor.model.Location;

/** The offending line of a file with its number, and carets below the offending word. */
final class SourceExcerpt {
    private static final int TAB = 4;
    private static final int CONTEXT_BEFORE = 24;

    private final Screen screen;
    private final int[] line;
    private final Token token;
    private final String number;

    SourceExcerpt(Location location, Screen screen) {
        this.screen = screen;
        this.line = location.text().codePoints().toArray();
        this.token = Token.at(line, location.column() - 1);
        this.number = Integer.toString(location.line());
    }

    /** Adds the two lines, indented. */
    void addTo(Page page, int indent) {
        String bar = screen.pick(" │ ", " | ");
        int room = screen.width() - indent - number.length() - bar.length();
        String ellipsis = screen.pick("…", "...");
        int first = 0;
        int last = line.length;
        if (columns(0, line.length) > room) {
            first = start(room);
            last = end(first, room - (first > 0 ? ellipsis.length() : 0), ellipsis.length());
        }
        String lead = first > 0 ? ellipsis : "";
        String shown = lead + text(first, last) + (last < line.length ? ellipsis : "");
        int caret = lead.length() + columns(first, Math.min(token.start(), last));
        int length = Math.max(1, columns(Math.min(token.start(), last), Math.min(token.end(), last)));
        String margin = " ".repeat(indent);
        page.line(new Page.Span(Role.FAINT, margin + number + bar), new Page.Span(Role.PLAIN, shown));
        page.line(new Page.Span(Role.FAINT, margin + " ".repeat(number.length()) + bar),
                new Page.Span(Role.ERROR, " ".repeat(caret) + "^".repeat(length)));
    }

    /** Where to begin so that the token is seen: at the line's begin if it fits, else a little before the token. */
    private int start(int room) {
        if (columns(0, token.end()) < room) {
            return 0;
        }
        int first = Math.min(token.start(), line.length);
        int before = Math.min(CONTEXT_BEFORE, Math.max(0, room - columns(token.start(), token.end()) - 4));
        while (first > 0 && before >= width(first - 1)) {
            before -= width(--first);
        }
        return first;
    }

    private int end(int first, int room, int ellipsis) {
        int last = first;
        int used = 0;
        while (last < line.length && used + width(last) <= room - ellipsis) {
            used += width(last++);
        }
        return last;
    }

    private int columns(int from, int to) {
        int sum = 0;
        for (int i = from; i < Math.min(to, line.length); i++) {
            sum += width(i);
        }
        return sum;
    }

    private int width(int index) {
        return line[index] == '\t' ? TAB : Hostile.is(line[index]) ? 1 : DisplayWidth.of(line[index]);
    }

    private String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (line[i] == '\t') {
                text.repeat(' ', TAB);
            } else if (Hostile.is(line[i])) {
                text.append(screen.pick("\ufffd", "?"));
            } else {
                text.appendCodePoint(line[i]);
            }
        }
        return text.toString();
    }
}
