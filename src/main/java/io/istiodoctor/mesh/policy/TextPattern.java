package io.istiodoctor.mesh.policy;

import java.util.Locale;

/** Values of policies with a star for the whole, in front or behind (StringMatcher and HeaderMatcher of Istio). */
final class TextPattern {
    private TextPattern() {}

    static boolean matches(String pattern, String text) {
        if (pattern.equals("*")) {
            return !text.isEmpty();
        }
        if (pattern.startsWith("*")) {
            return text.endsWith(pattern.substring(1));
        }
        return pattern.endsWith("*") ? text.startsWith(pattern.substring(0, pattern.length() - 1)) : text.equals(pattern);
    }

    static boolean matchesIgnoringCase(String pattern, String text) {
        return matches(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    }
}
