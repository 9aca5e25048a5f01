package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.RegularExpression;
import java.util.ArrayList;
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
    static List<RegexUse> of(VirtualService owner) {
        List<RegexUse> found = new ArrayList<>();
        collect(owner, new ArrayList<>(List.of("spec")), "", owner.resource().spec(), found);
        return List.copyOf(found);
    }

    private static void collect(VirtualService owner, List<Object> steps, String field, Node node, List<RegexUse> found) {
        boolean regex = field.equals("regex") || field.equals("match") && steps.get(steps.size() - 2).equals("uriRegexRewrite");
        if (regex && node.text().isPresent()) {
            found.add(new RegexUse(owner, new FieldPath(steps).toString(), node.text().get()));
        }
        node.fields().forEach((name, value) -> below(owner, steps, name, name, value, found));
        for (int i = 0; i < node.elements().size(); i++) {
            below(owner, steps, i, field, node.elements().get(i), found);
        }
    }

    // Most have none, so that places are not written out on the way.
    private static void below(VirtualService owner, List<Object> steps, Object step, String field, Node node, List<RegexUse> found) {
        steps.add(step);
        collect(owner, steps, field, node, found);
        steps.removeLast();
    }

    /** Whether a proxy accepts the expression. */
    public static boolean valid(String pattern) {
        return problemOf(pattern).isEmpty();
    }

    private static String problemOf(String pattern) {
        if (pattern.isEmpty()) {
            return "it is empty";
        }
        if (pattern.codePointCount(0, pattern.length()) > LONGEST) {
            return "it is longer than " + LONGEST + " characters";
        }
        return RegularExpression.of(pattern).problem();
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
    @SeenByRules
    public String pattern() {
        return pattern;
    }

    /** Whether RE2 accepts it. */
    @SeenByRules
    public boolean valid() {
        return problem.isEmpty();
    }

    /** What RE2 finds wrong; empty when nothing. */
    @SeenByRules
    public String problem() {
        return problem;
    }

    /** Whether it is held against a path. */
    private boolean onPath() {
        return path.endsWith("uri.regex");
    }

    /**
     * What someone may expect of it that a match of the whole text does not give: "no-slash" when it can match no path, which all begin with a
     * slash; "literal" when it has nothing of an expression, so that it matches that text alone; "open" when it begins with ^ and has no end;
     * empty for everything else, and where it is held against something other than a path or cookies.
     */
    @SeenByRules
    public String expectation() {
        if (!valid() || !onPath() && !path.contains("cookie")) {
            return "";
        }
        String body = pattern.startsWith("^") ? pattern.substring(1) : pattern;
        if (onPath() && body.matches("[A-Za-z0-9].*") && !body.contains("|") && !body.matches("[A-Za-z0-9][*?{].*")) {
            return "no-slash";
        }
        if (pattern.matches("[A-Za-z0-9/_=-]+") && !pattern.equals("/")) {
            return "literal";
        }
        return onPath() && pattern.matches("\\^[A-Za-z0-9/_-]+") ? "open" : "";
    }

    /** The expression with everything behind it taken as well. */
    @SeenByRules
    public String opened() {
        String body = pattern.startsWith("^") ? pattern.substring(1) : pattern;
        String slashed = expectation().equals("no-slash") ? "/" + body : body;
        return onPath() ? slashed.endsWith(".*") ? slashed : slashed + ".*" : ".*" + body + ".*";
    }

    /** The expression with every file-name wildcard turned into one of regular expressions, when that makes it valid. */
    @SeenByRules
    public String asWildcard() {
        String mended = pattern.replaceAll("(?<![.\\])\\\\*])\\*", ".*");
        return !valid() && problemOf(mended).isEmpty() ? mended : "";
    }

    /** Whether it uses what other engines have and RE2 lacks: looking ahead or behind, or back references. */
    @SeenByRules
    public boolean foreignSyntax() {
        return !valid() && (pattern.contains("(?=") || pattern.contains("(?!") || pattern.contains("(?<")
                || pattern.matches(".*\\\\[1-9].*"));
    }
}
