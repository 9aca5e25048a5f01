package io.istiodoctor.engine;

import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Timings;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.schema.admission.PossibleFields;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules are asked of one mesh: as it is written, and as it is without the objects that would be refused. */
final class Round {
    private final Proxies proxies;
    private final Proxies written;
    private final Scope scope;
    private final Judge judge = new Judge();

    Round(Proxies proxies, Scope scope) {
        this.proxies = proxies;
        this.written = proxies.mesh().refused().isEmpty() ? proxies : Proxies.of(proxies.mesh().written());
        this.scope = scope;
    }

    /** What the tool's own rules say. */
    Sayings all(List<CompiledRule> rules, Timings timings) {
        if (!AllCores.areWorth(proxies.mesh().objects())) {
            return together(rules.stream().map(rule -> timings.timeRule(rule.rule().name(), () -> ask(rule))));
        }
        Map<CompiledRule, Sayings> told = judged(rules, written, timings);
        List<CompiledRule> doubtful = rules.stream().filter(rule -> mayRestOnRefused(of(told, rule))).toList();
        Map<CompiledRule, Sayings> accepted = judged(doubtful, proxies, timings);
        return together(rules.stream().map(rule -> doubtful.contains(rule) ? held(of(told, rule), of(accepted, rule)) : of(told, rule)));
    }

    private Map<CompiledRule, Sayings> judged(List<CompiledRule> rules, Proxies asked, Timings timings) {
        judge.list(rules.stream().map(r -> r.rule().subject()).collect(Collectors.toSet()), asked);
        return judge.judge(rules, asked, scope, timings);
    }

    private static Sayings of(Map<CompiledRule, Sayings> said, CompiledRule rule) {
        return said.getOrDefault(rule, new Sayings());
    }

    private static Sayings together(Stream<Sayings> several) {
        return several.collect(Sayings::new, Sayings::add, Sayings::add);
    }

    /**
     * What a rule of a user's says, who may have asked for too much.
     *
     * @throws io.istiodoctor.rule.RuleException when it points at a field that no such object has
     */
    Sayings limited(CompiledRule rule) {
        Sayings said = TimeLimit.run(rule.rule(), written.mesh().objects(), () -> ask(rule));
        PointedAt pointedAt = new PointedAt(written.mesh(), new PossibleFields());
        said.findings().forEach(f -> pointedAt.require(rule.rule(), f));
        return said;
    }

    private Sayings ask(CompiledRule rule) {
        Sayings told = judge.judge(rule, written, scope);
        return mayRestOnRefused(told) ? held(told, judge.judge(rule, proxies, scope)) : told;
    }

    private boolean mayRestOnRefused(Sayings told) {
        Set<ObjectRef> refused = proxies.mesh().refused();
        return !refused.isEmpty() && told.findings().stream().anyMatch(f -> !refused.contains(f.object()));
    }

    // Of objects that would be taken it tells only what holds without the refused ones, too: what rests on these is no finding, and neither is what follows from
    // their absence, which their own findings tell.
    private Sayings held(Sayings told, Sayings accepted) {
        Set<ObjectRef> refused = proxies.mesh().refused();
        Set<FieldRef> places = accepted.findings().stream().map(Round::place).collect(Collectors.toSet());
        return told.only(f -> refused.contains(f.object()) || places.contains(place(f)));
    }

    private static FieldRef place(Finding finding) {
        return new FieldRef(finding.object(), finding.field());
    }
}
