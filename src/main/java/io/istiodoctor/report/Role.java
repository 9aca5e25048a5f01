package io.istiodoctor.report;

import io.istiodoctor.model.Severity;

/** What a piece of text is for the reader; the colours follow from it. */
enum Role {
    PLAIN(""), STRONG("1"), FAINT("2"), ERROR("1;31"), WARNING("1;33"), INFO("1;36"), GOOD("1;32"), ADDED("32"), REMOVED("31");

    /** Of a terminal's sequence "select graphic rendition" (ECMA-48, 8.3.117): 1 is bold, 2 faint, 31 red, 32 green, 33 yellow, 36 cyan. */
    private final String rendition;

    Role(String rendition) {
        this.rendition = rendition;
    }

    static Role of(Severity severity) {
        return switch (severity) {
            case ERROR -> ERROR;
            case WARNING -> WARNING;
            case INFO -> INFO;
        };
    }

    /** The text in this role's colours. */
    String paint(String text, boolean colour) {
        return !colour || this == PLAIN || text.isEmpty() ? text : "\u001b[" + rendition + "m" + text + "\u001b[m";
    }
}
