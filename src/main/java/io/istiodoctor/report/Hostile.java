package io.istiodoctor.report;

import java.util.regex.Pattern;

/** Characters in names and messages that would take the reader's terminal over, or show something that is not there. */
public final class Hostile {
    private static final Pattern ESCAPE_SEQUENCE = Pattern.compile(
            "(?:\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]"
                    + "|(?:\u001b[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\\\|\u009c)"
                    + "|\u001b[ -/]*[0-~]");

    /** Arrows, lines, shapes and signs, with which pages are drawn. Java would set up a table of all characters to say what they are. */
    private static final int FIRST_SYMBOL = 0x2190;
    private static final int LAST_SYMBOL = 0x27BF;

    private Hostile() {}

    /** Whether the character moves the cursor, turns the direction of writing, hides, or is no character at all. */
    static boolean is(int codePoint) {
        if (codePoint >= ' ' && codePoint < 0x7F || codePoint >= FIRST_SYMBOL && codePoint <= LAST_SYMBOL) {
            return false;
        }
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
        if (isHarmless(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        ESCAPE_SEQUENCE.matcher(text.replace("\r\n", "\n")).replaceAll("").codePoints()
                .filter(c -> c == '\n' || c == '\t' || !is(c)).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isHarmless(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (is(c)) {
                // A half of a character says nothing of the whole.
                return Character.isSurrogate(c) && text.codePoints().noneMatch(Hostile::is);
            }
        }
        return true;
    }
}
