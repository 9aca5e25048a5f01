package io.istiodoctor.engine;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.NotChecked;
import io.istiodoctor.model.Unanswered;
import io.istiodoctor.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which of what was asked for was not judged, so that having found nothing is no answer: all rules of a family, the namespaces that the
 * scope means, or a rule that was asked for by name.
 */
record Unjudged(Mesh mesh, Scope scope) {
    /**
     * What stays without an answer.
     *
     * @param rules those that were to be judged
     * @param named whether the rules were asked for one by one
     * @param notChecked what stayed open when they were judged
     */
    List<Unanswered> of(List<RuleCoverage> rules, boolean named, Collection<NotChecked> notChecked) {
        List<Unanswered> unanswered = new ArrayList<>(unread(rules, named));
        if (named) {
            notChecked.stream().filter(NotChecked::failed).forEach(n -> unanswered.add(new Unanswered("rule " + n.rule(), n.reason())));
        }
        return unanswered;
    }

    private List<Unanswered> unread(List<RuleCoverage> rules, boolean named) {
        SortedMap<String, String> reasons = new TreeMap<>();
        for (RuleCoverage rule : rules) {
            rule.obstacle(scope, mesh.live()).ifPresent(reason -> reasons.put(rule.rule().name(), reason));
        }
        if (!rules.isEmpty() && reasons.size() == rules.size()) {
            return List.of(new Unanswered(
                    rules.size() == 1 ? "rule " + rules.getFirst().rule().name() : "any of the " + rules.size() + " rules",
                    foremost(reasons.values())));
        }
        if (!mesh.live()) {
            return List.of();
        }
        List<Unanswered> unanswered = new ArrayList<>();
        if (named) {
            reasons.forEach((rule, reason) -> unanswered.add(new Unanswered("rule " + rule, reason)));
            return unanswered;
        }
        Map<String, List<String>> families = rules.stream().map(RuleCoverage::rule)
                .collect(Collectors.groupingBy(Rule::family, TreeMap::new, Collectors.mapping(Rule::name, Collectors.toList())));
        families.forEach((family, members) -> {
            List<String> obstacles = members.stream().flatMap(r -> Optional.ofNullable(reasons.get(r)).stream()).toList();
            if (obstacles.size() == members.size()) {
                unanswered.add(new Unanswered("the " + members.size() + " rules of " + family, foremost(obstacles)));
            }
        });
        return unanswered;
    }

    /** The reason that most share. */
    private static String foremost(Collection<String> reasons) {
        Map<String, Long> counts = reasons.stream().collect(Collectors.groupingBy(r -> r, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }
}
