package io.istiodoctor.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts that hold what others wrote, which may have no end: cut in their middle, where neither cause nor way out stands. */
public final class Brief {
    /** Longer than any name, path or address that somebody reads to its end. */
    private static final Pattern ENDLESS = Pattern.compile("\\S{500,}");
    private static final int WORD = 60;
    private static final int LINE = 4000;

    private Brief() {}

    /** The text with every endless word, and then the whole, cut to what people read. */
    public static String line(String text) {
        Matcher words = ENDLESS.matcher(text);
        String brief = words.replaceAll(m -> Matcher.quoteReplacement(cut(m.group(), 2 * WORD)));
        return brief.length() <= LINE ? brief : cut(brief, LINE);
    }

    /** Both ends of a text; never half a character. */
    private static String cut(String text, int length) {
        int head = text.offsetByCodePoints(0, text.codePointCount(0, length / 2));
        int tail = text.length() - length / 2;
        tail += Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0;
        return text.substring(0, head) + " ... " + text.substring(tail);
    }
}
