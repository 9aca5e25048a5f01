package io.istiodoctor.report;

import io.istiodoctor.report.Page.Span;
import java.util.List;

/** The outcome of rule tests for people. */
public final class RuleTestPage {
    private RuleTestPage() {}

    /** The rules whose tests fail with their problems, then the figures. */
    public static String render(List<RuleTestResult> results, Screen screen) {
        Page page = new Page(screen);
        List<RuleTestResult> failed = results.stream().filter(r -> !r.problems().isEmpty()).toList();
        for (RuleTestResult result : failed) {
            page.line(Role.ERROR, screen.pick("✖ ", "") + result.rule());
            result.problems().forEach(p -> page.prose(2, 4, new Span(Role.PLAIN, p)));
            page.blank();
        }
        int cases = results.stream().mapToInt(RuleTestResult::cases).sum();
        String all = results.size() + (results.size() == 1 ? " rule, " : " rules, ") + cases + (cases == 1 ? " case" : " cases");
        page.line(failed.isEmpty() ? new Span(Role.GOOD, screen.pick("✔ ", "") + "All hold")
                : new Span(Role.ERROR, failed.size() + " failed"), new Span(Role.PLAIN, " of " + all));
        return page.toString();
    }
}
