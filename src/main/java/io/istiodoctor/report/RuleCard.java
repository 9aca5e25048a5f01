package io.istiodoctor.report;

import io.istiodoctor.model.Severity;
import java.util.List;

/**
 * What a reader is told about a rule.
 *
 * @param name kebab-case, the rule's file name
 * @param family the folder it stands in
 * @param severity how bad its findings are
 * @param aliases codes of peers that mean the same, and former names
 * @param since the release that brought it
 * @param title what is wrong, in one line without a full stop
 * @param why the reason, in a few sentences
 * @param fixes the titles of its ways to mend, which may hold placeholders, the best first
 * @param references addresses of documentation
 */
public record RuleCard(String name, String family, Severity severity, List<String> aliases, String since, String title,
        String why, List<String> fixes, List<String> references) {
    public RuleCard {
        aliases = List.copyOf(aliases);
        fixes = List.copyOf(fixes);
        references = List.copyOf(references);
    }

    /** The name, and the codes that users of other tools know it by: "gateway-port-not-on-service (IST0162)". */
    static String names(String name, List<String> aliases) {
        return aliases.isEmpty() ? name : name + " (" + String.join(", ", aliases) + ")";
    }
}
