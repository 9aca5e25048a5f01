package io.istiodoctor.engine;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.NotChecked;
import io.istiodoctor.model.Unanswered;
import io.istiodoctor.model.Unread;
import io.istiodoctor.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @param named whether the rules were asked for one by one
     * @param notChecked what stayed open when they were judged
     */
    List<Unanswered> of(List<Rule> rules, boolean named, Collection<NotChecked> notChecked) {
        List<Unanswered> unanswered = new ArrayList<>(unread(rules, named));
        if (named) {
            notChecked.stream().filter(NotChecked::failed).forEach(n -> unanswered.add(new Unanswered("rule " + n.rule(), n.reason())));
        }
        return unanswered;
    }

    private List<Unanswered> unread(List<Rule> rules, boolean named) {
        Map<Rule, String> reasons = new TreeMap<>((a, b) -> a.name().compareTo(b.name()));
        rules.forEach(rule -> obstacle(rule).ifPresent(reason -> reasons.put(rule, reason)));
        if (!rules.isEmpty() && reasons.size() == rules.size()) {
            return List.of(new Unanswered(rules.size() == 1 ? "rule " + rules.getFirst().name() : "any of the " + rules.size() + " rules",
                    foremost(reasons.values())));
        }
        List<Unanswered> unanswered = new ArrayList<>();
        if (named) {
            reasons.forEach((rule, reason) -> unanswered.add(new Unanswered("rule " + rule.name(), reason)));
            return mesh.live() ? unanswered : List.of();
        }
        Map<String, List<Rule>> families = rules.stream().collect(Collectors.groupingBy(Rule::family, TreeMap::new, Collectors.toList()));
        families.forEach((family, members) -> {
            List<String> obstacles = members.stream().flatMap(r -> Optional.ofNullable(reasons.get(r)).stream()).toList();
            if (obstacles.size() == members.size() && mesh.live()) {
                unanswered.add(new Unanswered("the " + members.size() + " rules of " + family, foremost(obstacles)));
            }
        });
        return unanswered;
    }

    /** Why a rule is not judged anywhere, or not in all of what the scope means. */
    private Optional<String> obstacle(Rule rule) {
        return rule.needs().stream().flatMap(need -> mesh.coverage(need).stream()).filter(this::isMissing).findFirst().map(Unjudged::words);
    }

    private boolean isMissing(Coverage coverage) {
        return switch (coverage) {
            // What is never listed in a cluster, as Secrets are not, was not asked for in vain.
            case Coverage.None none -> none.failed() || !mesh.live();
            case Coverage.Namespaces some -> !scope.within(some.namespaces());
            default -> false;
        };
    }

    private static String words(Coverage coverage) {
        return coverage.right().map(r -> coverage.reason() + Unread.remedy(r)).orElse(coverage.reason());
    }

    /** The reason that most share. */
    private static String foremost(Collection<String> reasons) {
        Map<String, Long> counts = reasons.stream().collect(Collectors.groupingBy(r -> r, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }
}
