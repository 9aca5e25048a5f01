package io.istiodoctor.engine;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.NotChecked;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.Unread;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.rule.EvaluationException;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.vocabulary.SubjectType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks rules of subjects. Those of a type are listed once for all rules, and asked by all cores. */
final class Judge {
    private record Asked(Proxies proxies, SubjectType type) {}

    private final Map<Asked, List<? extends Subject>> subjects = new ConcurrentHashMap<>();

    /** Lists the subjects of these types ahead of time, in which all cores take part; of parts of the mesh alone. */
    void list(Collection<SubjectType> types, Proxies proxies) {
        AllCores.each(types.stream().filter(SubjectType::ofMesh).iterator(), type -> all(type, proxies));
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
     * What a rule says of every subject in the scope, in their order.
     *
     * @param alone whether it is for one thread, whose time is measured
     */
    Sayings judge(CompiledRule rule, boolean alone, Proxies proxies, Scope scope) {
        SubjectType type = rule.rule().subject();
        List<? extends Subject> wanted = all(type, proxies).stream().filter(s -> scope.contains(s.resource().ref())).toList();
        Function<Stream<? extends Subject>, Sayings> ask = some -> some.collect(Sayings::new,
                (said, subject) -> judge(rule, proxies.mesh(), subject, said), Sayings::add);
        return alone || !type.ofMesh() ? ask.apply(wanted.stream())
                : AllCores.list(wanted, some -> Stream.of(ask.apply(some))).stream().collect(Sayings::new, Sayings::add, Sayings::add);
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
