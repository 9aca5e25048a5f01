package io.istiodoctor.report;

import java.util.regex.Pattern;

/** Characters in names and messages that would take the reader's terminal over, or show something that is not there. */
public final class Hostile {
    private static final Pattern ESCAPE_SEQUENCE = Pattern.compile(
            "(?:\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]"
                    + "|(?:\u001b[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\\\|\u009c)"
                    + "|\u001b[ -/]*[0-~]");

    private Hostile() {}

    /** Whether the character moves the cursor, turns the direction of writing, hides, or is no character at all. */
    static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** The text on one line: without escape sequences and hostile characters, line breaks and tabs as blanks. */
    public static String line(String text) {
        return lines(text).replace('\n', ' ').replace('\t', ' ').strip();
    }

    /** The text without escape sequences and hostile characters, line breaks and tabs kept. */
    static String lines(String text) {
        if (text.codePoints().noneMatch(Hostile::is)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        ESCAPE_SEQUENCE.matcher(text.replace("\r\n", "\n")).replaceAll("").codePoints()
                .filter(c -> c == '\n' || c == '\t' || !is(c)).forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
