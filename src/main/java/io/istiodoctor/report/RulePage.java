package io.istiodoctor.report;

import io.istiodoctor.report.Page.Span;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rules for people: one explained, or all of them by family. */
public final class RulePage {
    private RulePage() {}

    /** One rule with all that is known of it. */
    public static String explain(RuleCard rule, Screen screen) {
        Page page = new Page(screen);
        page.line(Role.STRONG, RuleCard.names(rule.name(), rule.aliases()));
        page.line(new Span(Role.of(rule.severity()), rule.severity().label()),
                new Span(Role.FAINT, ", family " + rule.family() + ", since " + rule.since()));
        page.blank().prose(0, 0, new Span(Role.PLAIN, rule.title() + ".")).blank();
        page.prose(0, 0, new Span(Role.PLAIN, rule.why())).blank();
        rule.fixes().forEach(fix -> page.prose(0, 5, new Span(Role.GOOD, "fix:"), new Span(Role.PLAIN, fix)));
        if (!rule.fixes().isEmpty()) {
            page.blank();
        }
        rule.references().forEach(reference -> page.line(Role.FAINT, reference));
        return page.toString();
    }

    /** All rules by family and name, each with its title; on one line where there is room. */
    public static String list(List<RuleCard> rules, Screen screen) {
        Page page = new Page(screen);
        int names = rules.stream().mapToInt(r -> r.name().length()).max().orElse(0);
        int severities = rules.stream().mapToInt(r -> r.severity().label().length()).max().orElse(0);
        int aliases = rules.stream().mapToInt(r -> String.join(" ", r.aliases()).length()).max().orElse(0);
        rules.stream().collect(Collectors.groupingBy(RuleCard::family, TreeMap::new, Collectors.toList()))
                .forEach((family, members) -> {
                    page.line(Role.STRONG, family);
                    members.stream().sorted(Comparator.comparing(RuleCard::name)).forEach(rule -> {
                        Span severity = new Span(Role.of(rule.severity()), "  " + padded(rule.severity().label(), severities));
                        String codes = padded(String.join(" ", rule.aliases()), aliases);
                        boolean fits = 8 + severities + names + aliases + DisplayWidth.of(rule.title()) <= screen.width();
                        page.line(severity, new Span(Role.PLAIN, "  " + padded(rule.name(), names)),
                                new Span(Role.FAINT, "  " + codes + "  " + (fits ? rule.title() : "")));
                        if (!fits) {
                            page.prose(4 + severities, 4 + severities, new Span(Role.FAINT, rule.title()));
                        }
                    });
                });
        return page.toString();
    }

    /** All rules for programs. */
    public static String json(List<RuleCard> rules) {
        return JsonReport.text(DiagnosisTree.ordered("rules",
                rules.stream().sorted(Comparator.comparing(RuleCard::name)).map(r -> DiagnosisTree.ordered("name", r.name(),
                        "family", r.family(), "severity", r.severity().label(), "aliases", r.aliases(), "since", r.since(), "title",
                        r.title(), "why", r.why(),
                        "fixes", r.fixes(), "references", r.references())).toList()));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
