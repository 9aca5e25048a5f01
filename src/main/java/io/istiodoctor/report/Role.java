package io.istiodoctor.report;

import io.istiodoctor.model.Severity;
import org.fusesource.jansi.Ansi;

/** What a piece of text is for the reader; the colours follow from it. */
enum Role {
    PLAIN, STRONG, FAINT, ERROR, WARNING, INFO, GOOD, ADDED, REMOVED;

    static Role of(Severity severity) {
        return switch (severity) {
            case ERROR -> ERROR;
            case WARNING -> WARNING;
            case INFO -> INFO;
        };
    }

    /** The text in this role's colours. */
    String paint(String text, boolean colour) {
        if (!colour || this == PLAIN || text.isEmpty()) {
            return text;
        }
        Ansi ansi = new Ansi();
        switch (this) {
            case STRONG -> ansi.bold();
            case FAINT -> ansi.a(Ansi.Attribute.INTENSITY_FAINT);
            case ERROR -> ansi.bold().fg(Ansi.Color.RED);
            case WARNING -> ansi.bold().fg(Ansi.Color.YELLOW);
            case INFO -> ansi.bold().fg(Ansi.Color.CYAN);
            case GOOD -> ansi.bold().fg(Ansi.Color.GREEN);
            case ADDED -> ansi.fg(Ansi.Color.GREEN);
            case REMOVED -> ansi.fg(Ansi.Color.RED);
            case PLAIN -> throw new IllegalStateException();
        }
        return ansi.a(text).reset().toString();
    }
}
