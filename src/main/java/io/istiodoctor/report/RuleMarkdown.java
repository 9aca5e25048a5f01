package io.istiodoctor.report;

import io.istiodoctor.rule.FixTemplate;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.Status;
import java.util.stream.Collectors;

/** A rule's page of documentation, as Markdown. */
public final class RuleMarkdown {
    private RuleMarkdown() {}

    /**
     * The page.
     *
     * @param example manifests on which the rule fires, with the findings as comments; empty for none
     */
    public static String markdown(Rule rule, String example) {
        StringBuilder page = new StringBuilder("<!-- Made from the rule's own file; change that instead. -->\n");
        page.append("# ").append(rule.name()).append("\n\n").append(rule.title()).append(".\n\n");
        page.append("| severity | family | since | means the same |\n|---|---|---|---|\n| ").append(severities(rule))
                .append(" | ").append(rule.family()).append(" | ").append(rule.since()).append(" | ")
                .append(String.join(", ", rule.aliases())).append(" |\n\n");
        if (rule.status() != Status.STABLE) {
            page.append("This rule is ").append(rule.status() == Status.PREVIEW ? "a preview: it runs only when it is named."
                    : "deprecated and will go.").append("\n\n");
        }
        page.append("## Why\n").append(rule.why()).append("\n\n");
        if (!example.isBlank()) {
            page.append("## Example\n```yaml\n").append(example.strip()).append("\n```\n\n");
        }
        page.append("## What mends it\n").append(rule.fixes().stream().map(RuleMarkdown::fix).collect(Collectors.joining()));
        if (!rule.limits().isEmpty()) {
            page.append("\n## Limits\n").append(rule.limits()).append('\n');
        }
        if (!rule.needs().isEmpty()) {
            page.append("\n## Needs\nTo be judged, it needs to read ").append(String.join(", ", rule.needs()))
                    .append("; where one of them is not known, the rule is listed as not checked.\n");
        }
        return page.append("\n## References\n").append(rule.references().stream().map(r -> "- <" + r + ">\n")
                .collect(Collectors.joining())).toString();
    }

    private static String severities(Rule rule) {
        return rule.severities().stream().map(c -> c.value().label()).distinct().collect(Collectors.joining(" or "));
    }

    private static String fix(FixTemplate fix) {
        String title = fix.title().outline().replace("<", "*").replace(">", "*");
        return "- " + title + (fix.command().isPresent() ? "" : " (as a patch)") + "\n";
    }
}
