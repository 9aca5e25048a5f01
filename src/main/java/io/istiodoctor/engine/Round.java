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
        judge.list(rules.stream().map(r -> r.rule().subject()).collect(Collectors.toSet()), written);
        Map<CompiledRule, Sayings> told = judge.judge(rules, written, scope, timings);
        return together(rules.stream().map(rule -> held(rule, told.getOrDefault(rule, new Sayings()))));
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
        return held(rule, judge.judge(rule, written, scope));
    }

    // Of objects that would be taken it tells only what holds without the refused ones, too: what rests on these is no finding, and neither is what follows from
    // their absence, which their own findings tell.
    private Sayings held(CompiledRule rule, Sayings told) {
        Set<ObjectRef> refused = proxies.mesh().refused();
        if (refused.isEmpty() || told.findings().stream().allMatch(f -> refused.contains(f.object()))) {
            return told;
        }
        Set<FieldRef> places = judge.judge(rule, proxies, scope).findings().stream().map(Round::place).collect(Collectors.toSet());
        return told.only(f -> refused.contains(f.object()) || places.contains(place(f)));
    }

    private static FieldRef place(Finding finding) {
        return new FieldRef(finding.object(), finding.field());
    }
}
