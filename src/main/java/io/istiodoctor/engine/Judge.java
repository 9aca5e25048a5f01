package io.istiodoctor.engine;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.NotChecked;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.Unread;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.rule.EvaluationException;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.vocabulary.SubjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks rules of subjects. Those of a type are listed once for all rules, and asked by all cores. */
final class Judge {
    private record Asked(Proxies proxies, SubjectType type) {}

    private final Map<Asked, List<? extends Subject>> subjects = new ConcurrentHashMap<>();

    /** What a rule says of some subjects, in their order. */
    private static final class Sayings {
        private final List<Finding> findings = new ArrayList<>();
        private final Set<NotChecked> notChecked = new TreeSet<>();

        void add(Sayings later) {
            findings.addAll(later.findings);
            notChecked.addAll(later.notChecked);
        }
    }

    /**
     * Asks a rule of every subject in the scope.
     *
     * @param alone whether it is for one thread, whose time is measured
     */
    void judge(CompiledRule rule, boolean alone, Proxies proxies, Scope scope, List<Finding> findings, Set<NotChecked> notChecked) {
        SubjectType type = rule.rule().subject();
        List<? extends Subject> wanted = subjects.computeIfAbsent(new Asked(proxies, type), a -> a.type.of(a.proxies)).stream()
                .filter(s -> scope.contains(s.resource().ref())).toList();
        Stream<? extends Subject> shared = alone || !type.ofMesh() ? wanted.stream() : AllCores.stream(wanted);
        Sayings sayings = shared.collect(Sayings::new, (said, subject) -> judge(rule, proxies.mesh(), subject, said), Sayings::add);
        findings.addAll(sayings.findings);
        notChecked.addAll(sayings.notChecked);
    }

    private static void judge(CompiledRule rule, Mesh mesh, Subject subject, Sayings said) {
        try {
            ask(rule, mesh, subject, said);
        } catch (EvaluationException e) {
            said.notChecked.add(new NotChecked(rule.rule().name(), "its expression failed: " + e.getMessage(), true));
        }
    }

    private static void ask(CompiledRule rule, Mesh mesh, Subject subject, Sayings said) {
        String unknown = rule.rule().unknown().map(e -> rule.text(e, subject)).orElse("");
        if (!unknown.isEmpty()) {
            said.notChecked.add(new NotChecked(rule.rule().name(), unknown));
            return;
        }
        if (!rule.fires(subject)) {
            return;
        }
        Severity severity = rule.choose(rule.rule().severities(), subject);
        switch (rule.certainty(subject)) {
            case CERTAIN -> said.findings.add(new FindingWriter(rule, subject, mesh).write(severity, Optional.empty()));
            case INFERRED -> said.findings.add(new FindingWriter(rule, subject, mesh).write(milder(severity),
                    mesh.live() && severity == Severity.ERROR ? Optional.of(partialIgnorance(rule.rule(), mesh)) : Optional.empty()));
            case UNKNOWN -> said.notChecked.add(new NotChecked(rule.rule().name(), partialIgnorance(rule.rule(), mesh)));
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
