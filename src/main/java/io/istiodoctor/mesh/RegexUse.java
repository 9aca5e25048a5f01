package io.istiodoctor.mesh;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.istiodoctor.model.Node;
import java.util.List;

/** A regular expression in a VirtualService. Envoy reads it as RE2, must match the whole text, and takes 1024 characters. */
public final class RegexUse implements VirtualServicePart {
    private static final int LONGEST = 1024;

    private final VirtualService virtualService;
    private final String path;
    private final String pattern;
    private final String problem;

    private RegexUse(VirtualService virtualService, String path, String pattern) {
        this.virtualService = virtualService;
        this.path = path;
        this.pattern = pattern;
        this.problem = problemOf(pattern);
    }

    // Everywhere in a VirtualService a regular expression stands in a field "regex", or as "match" of uriRegexRewrite.
    static void collect(VirtualService owner, String path, String field, Node node, List<RegexUse> found) {
        boolean regex = field.equals("regex") || field.equals("match") && path.endsWith("uriRegexRewrite.match");
        if (regex && node.text().isPresent()) {
            found.add(new RegexUse(owner, path, node.text().get()));
        }
        node.fields().forEach((name, value) -> collect(owner, path + "." + quoted(name), name, value, found));
        for (int i = 0; i < node.elements().size(); i++) {
            collect(owner, path + "[" + i + "]", field, node.elements().get(i), found);
        }
    }

    private static String quoted(String field) {
        return field.contains(".") ? "\"" + field + "\"" : field;
    }

    private static String problemOf(String pattern) {
        if (pattern.isEmpty()) {
            return "it is empty";
        }
        if (pattern.codePointCount(0, pattern.length()) > LONGEST) {
            return "it is longer than " + LONGEST + " characters";
        }
        try {
            Pattern.compile(pattern);
            return "";
        } catch (PatternSyntaxException e) {
            return e.getDescription() + (e.getPattern() == null || e.getPattern().isEmpty() ? "" : ": " + e.getPattern());
        }
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public VirtualService virtualService() {
        return virtualService;
    }

    /** The expression as written. */
    public String pattern() {
        return pattern;
    }

    /** Whether RE2 accepts it. */
    public boolean valid() {
        return problem.isEmpty();
    }

    /** What RE2 finds wrong; empty when nothing. */
    public String problem() {
        return problem;
    }

    /** The expression with every file-name wildcard turned into one of regular expressions, when that makes it valid. */
    public String asWildcard() {
        String mended = pattern.replaceAll("(?<![.\\])\\\\*])\\*", ".*");
        return !valid() && problemOf(mended).isEmpty() ? mended : "";
    }

    /** Whether it uses what other engines have and RE2 lacks: looking ahead or behind, or back references. */
    public boolean foreignSyntax() {
        return !valid() && (pattern.contains("(?=") || pattern.contains("(?!") || pattern.contains("(?<")
                || pattern.matches(".*\\\\[1-9].*"));
    }
}
