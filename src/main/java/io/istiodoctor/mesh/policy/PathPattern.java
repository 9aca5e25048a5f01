package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.RegularExpression;

/** Paths of policies: with a star, or a template in which {*} stands for one segment and {**} for any number (URI templates of Envoy). */
final class PathPattern {
    private static final String LITERAL = "a-zA-Z0-9._~%!$&'()+,;:@=\\-";

    private PathPattern() {}

    static boolean matches(String pattern, String path) {
        return pattern.contains("{*}") || pattern.contains("{**}") ? template(pattern, path) : TextPattern.matches(pattern, path);
    }

    private static boolean template(String pattern, String path) {
        StringBuilder expression = new StringBuilder();
        String rest = pattern.replace("{**}", "**").replace("{*}", "*");
        for (int i = 0; i < rest.length(); i++) {
            if (rest.startsWith("**", i)) {
                expression.append('[').append(LITERAL).append("/]*");
                i++;
            } else if (rest.charAt(i) == '*') {
                expression.append('[').append(LITERAL).append("]+");
            } else {
                expression.append(RegularExpression.quote(rest.substring(i, i + 1)));
            }
        }
        return RegularExpression.of(expression.toString()).matches(path);
    }
}
