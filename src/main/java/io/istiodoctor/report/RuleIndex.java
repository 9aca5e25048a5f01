package io.istiodoctor.report;

import io.istiodoctor.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The index of all rules, by family and by the codes of peers, as Markdown. */
public final class RuleIndex {
    private RuleIndex() {}

    /** The page; its links lead to the rules' pages beside it. */
    public static String markdown(List<Rule> rules) {
        StringBuilder page = new StringBuilder("<!-- Made from the rules' own files. -->\n# Rules\n");
        Map<String, List<Rule>> families = rules.stream()
                .collect(Collectors.groupingBy(Rule::family, TreeMap::new, Collectors.toList()));
        families.forEach((family, members) -> {
            page.append("\n## ").append(family).append("\n| rule | severity | what is wrong |\n|---|---|---|\n");
            members.forEach(r -> page.append("| ").append(link(r)).append(" | ").append(r.severity().label()).append(" | ")
                    .append(r.title()).append(" |\n"));
        });
        page.append("\n## By the codes of other tools\nFor those who come from Istio's own analyzer (IST) or from Kiali (KIA). ")
                .append("`istio-doctor explain` takes these codes too.\n\n| code | rules |\n|---|---|\n");
        byCode(rules).forEach((code, named) -> page.append("| ").append(code).append(" | ")
                .append(named.stream().map(RuleIndex::link).collect(Collectors.joining(", "))).append(" |\n"));
        return page.toString();
    }

    private static Map<String, List<Rule>> byCode(List<Rule> rules) {
        Map<String, List<Rule>> codes = new TreeMap<>();
        rules.forEach(r -> r.aliases().stream().filter(a -> a.matches("[A-Z]+\\d+"))
                .forEach(a -> codes.computeIfAbsent(a, c -> new ArrayList<>()).add(r)));
        return codes;
    }

    private static String link(Rule rule) {
        return "[" + rule.name() + "](" + rule.name() + ".md)";
    }
}
