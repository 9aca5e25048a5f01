package io.istiodoctor.engine;

import io.istiodoctor.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One case of a rule's tests.
 *
 * @param line where it begins in the file, 1-based
 * @param partial whether the manifests are only a part of the cluster
 * @param manifests the case's text behind as many empty lines as stand before it, so that line numbers are the file's
 */
record RuleTestCase(String name, int line, boolean partial, String manifests, List<Expectation> expectations,
        List<String> notChecked) {
    private static final Pattern HEAD = Pattern.compile("(?:---\\s+)?# case( \\(partial\\))?: (.*)");
    private static final Pattern FINDS = Pattern.compile("# finds: (error|warning|info) ?(.*?)\\s*(?=# finds:|$)");
    private static final Pattern NOT_CHECKED = Pattern.compile("# not checked: (.*)");

    /** A finding that must be made, by the line it points at, its severity and a part of its message. */
    record Expectation(int line, Severity severity, String text) {}

    boolean fires() {
        return !expectations.isEmpty();
    }

    static List<RuleTestCase> parse(List<String> lines) {
        List<RuleTestCase> cases = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= lines.size(); i++) {
            if (i == lines.size() || HEAD.matcher(lines.get(i)).matches()) {
                cases.add(of(lines, start, i));
                start = i;
            }
        }
        return cases;
    }

    private static RuleTestCase of(List<String> lines, int start, int end) {
        Matcher head = HEAD.matcher(lines.get(start));
        boolean named = head.matches();
        List<Expectation> expectations = new ArrayList<>();
        List<String> notChecked = new ArrayList<>();
        for (int i = start; i < end; i++) {
            int line = i + 1;
            FINDS.matcher(lines.get(i)).results().forEach(m -> expectations.add(expectation(line, m)));
            NOT_CHECKED.matcher(lines.get(i)).results().forEach(m -> notChecked.add(m.group(1).strip()));
        }
        return new RuleTestCase(named ? head.group(2) : "at line " + (start + 1), start + 1, named && head.group(1) != null,
                "\n".repeat(start) + String.join("\n", lines.subList(start, end)) + "\n", expectations, notChecked);
    }

    private static Expectation expectation(int line, MatchResult match) {
        return new Expectation(line, Severity.valueOf(match.group(1).toUpperCase(Locale.ROOT)), match.group(2));
    }
}
