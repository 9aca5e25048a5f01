package io.istiodoctor.schema.demand;

import com.google.re2j.Pattern;

/**
 * The value of a header as Envoy reads it: text in which {@code %NAME%} and {@code %NAME(arguments)%} stand for something of the request, and {@code %%}
 * for a percent sign. Arguments are a text up to the closing parenthesis, or a list of texts in quotes.
 */
final class HeaderValue {
    private static final String TEXT = "(?:\\\\.|[^\\\\)\"])*";
    private static final String ARGUMENTS = " *(?:\\[ *\"|[^ \\[])" + TEXT + "(?:\" *, *\"" + TEXT + ")*(?:\\)|\" *\\] *\\))";
    private static final String VARIABLE = "%(?:[^%(]+%|[^%(]*\\(" + ARGUMENTS + " *%)";
    private static final Pattern SOUND = Pattern.compile("(?s)(?:[^%]|%%|" + VARIABLE + ")*");

    private HeaderValue() {}

    /** Whether it has no control characters, and every variable in it has an end. */
    static boolean isSound(String text) {
        return text.chars().noneMatch(c -> c < 0x20 && c != '\t' || c == 0x7f) && SOUND.matcher(text).matches();
    }
}
