package io.istiodoctor.engine;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.NotChecked;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.Timings;
import io.istiodoctor.model.Unread;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.rule.EvaluationException;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.vocabulary.SubjectType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks rules of subjects. Those of a type are listed once for all rules, and asked by all cores. */
final class Judge {
    /** How many subjects all rules of their type are asked of, one rule after the other. */
    private static final int TOGETHER = 256;

    private record Asked(Proxies proxies, SubjectType type) {}

    /** Some subjects of a type, by their places in the list of all, and who asks them. */
    private record Turn(List<CompiledRule> rules, SubjectType type, int from, int to) {}

    private record Said(CompiledRule rule, Sayings sayings) {}

    private final Map<Asked, List<? extends Subject>> subjects = new ConcurrentHashMap<>();

    /** Lists the subjects of these types ahead of time, in which all cores take part; of parts of the mesh alone. */
    void list(Collection<SubjectType> types, Proxies proxies) {
        List<SubjectType> ofPolicies = types.stream().filter(SubjectType::ofPolicies).toList();
        Stream<SubjectType> others = types.stream().filter(t -> t.ofMesh() && !t.ofPolicies());
        AllCores.each(Stream.concat(Stream.of(ofPolicies), others.map(List::of)).iterator(),
                turn -> turn.stream().map(type -> all(type, proxies)).toList());
    }

    // Making a list may take all cores, so that nobody may wait for it with a lock.
    private List<? extends Subject> all(SubjectType type, Proxies proxies) {
        Asked asked = new Asked(proxies, type);
        List<? extends Subject> known = subjects.get(asked);
        if (known != null) {
            return known;
        }
        List<? extends Subject> made = type.of(proxies);
        List<? extends Subject> first = subjects.putIfAbsent(asked, made);
        return first == null ? made : first;
    }

    /**
     * What rules say of every subject in the scope, in their order; all cores ask. Some subjects are asked by all rules of their type before others are, since a mesh
     * is larger than what a core has at hand. A rule whose type has no subjects is not among them.
     */
    Map<CompiledRule, Sayings> judge(List<CompiledRule> rules, Proxies proxies, Scope scope, Timings timings) {
        Map<SubjectType, List<CompiledRule>> byType = rules.stream()
                .collect(Collectors.groupingBy(r -> r.rule().subject(), () -> new EnumMap<>(SubjectType.class), Collectors.toList()));
        // What proxies are told is made for one thread.
        List<Turn> ofProxies = new ArrayList<>();
        List<List<Turn>> turns = new ArrayList<>(List.of(ofProxies));
        byType.forEach((type, asked) -> {
            if (!type.ofMesh()) {
                ofProxies.add(new Turn(asked, type, 0, Integer.MAX_VALUE));
                return;
            }
            for (int from = 0; from < all(type, proxies).size(); from += TOGETHER) {
                turns.add(List.of(new Turn(asked, type, from, from + TOGETHER)));
            }
        });
        Map<CompiledRule, Sayings> said = new IdentityHashMap<>();
        AllCores.each(turns.iterator(), some -> some.stream().flatMap(turn -> said(turn, proxies, scope, timings)).toList())
                .forEach(answers -> answers.forEach(s -> said.computeIfAbsent(s.rule, r -> new Sayings()).add(s.sayings)));
        return said;
    }

    private Stream<Said> said(Turn turn, Proxies proxies, Scope scope, Timings timings) {
        List<? extends Subject> subjects = all(turn.type, proxies);
        List<? extends Subject> some = subjects.subList(turn.from, Math.min(turn.to, subjects.size())).stream()
                .filter(s -> scope.contains(s.resource().ref())).toList();
        return turn.rules.stream()
                .map(rule -> new Said(rule, timings.timeRule(rule.rule().name(), () -> said(rule, proxies, some.stream()))));
    }

    /** What a rule says of every subject in the scope, in their order. */
    Sayings judge(CompiledRule rule, Proxies proxies, Scope scope) {
        return said(rule, proxies, all(rule.rule().subject(), proxies).stream().filter(s -> scope.contains(s.resource().ref())));
    }

    private static Sayings said(CompiledRule rule, Proxies proxies, Stream<? extends Subject> subjects) {
        return subjects.collect(Sayings::new, (said, subject) -> judge(rule, proxies.mesh(), subject, said), Sayings::add);
    }

    private static void judge(CompiledRule rule, Mesh mesh, Subject subject, Sayings said) {
        try {
            ask(rule, mesh, subject, said);
        } catch (EvaluationException e) {
            said.leaveOpen(new NotChecked(rule.rule().name(), "its expression failed: " + e.getMessage(), true));
        }
    }

    private static void ask(CompiledRule rule, Mesh mesh, Subject subject, Sayings said) {
        String unknown = rule.rule().unknown().map(e -> rule.text(e, subject)).orElse("");
        if (!unknown.isEmpty()) {
            said.leaveOpen(new NotChecked(rule.rule().name(), unknown));
            return;
        }
        if (!rule.fires(subject)) {
            return;
        }
        Severity severity = rule.choose(rule.rule().severities(), subject);
        switch (rule.certainty(subject)) {
            case CERTAIN -> said.find(new FindingWriter(rule, subject, mesh).write(severity, Optional.empty()));
            case INFERRED -> said.find(new FindingWriter(rule, subject, mesh).write(milder(severity),
                    mesh.live() && severity == Severity.ERROR ? Optional.of(partialIgnorance(rule.rule(), mesh)) : Optional.empty()));
            case UNKNOWN -> said.leaveOpen(new NotChecked(rule.rule().name(), partialIgnorance(rule.rule(), mesh)));
        }
    }

    private static Severity milder(Severity severity) {
        return severity == Severity.ERROR ? Severity.WARNING : severity;
    }

    private static String partialIgnorance(Rule rule, Mesh mesh) {
        String reasons = rule.needs().stream().flatMap(n -> mesh.coverage(n).stream())
                .map(c -> c.reason() + c.right().map(Unread::remedy).orElse("")).filter(r -> !r.isEmpty()).distinct()
                .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? "what it asks for lies outside what was read" : reasons;
    }
}
