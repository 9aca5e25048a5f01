package io.istiodoctor.engine;

import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Timings;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.schema.admission.PossibleFields;
import java.util.List;
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

    /** What the tool's own rules say. Of a large mesh several are asked at the same time: those of one thread, which ask for what proxies are told, one after the other. */
    Sayings all(List<CompiledRule> rules, Timings timings) {
        if (!AllCores.areWorth(proxies.mesh().objects())) {
            return inTurn(rules, timings);
        }
        judge.list(rules.stream().map(r -> r.rule().subject()).collect(Collectors.toSet()), written);
        List<CompiledRule> ofProxies = rules.stream().filter(r -> !r.rule().subject().ofMesh()).toList();
        Stream<List<CompiledRule>> turns = Stream.concat(Stream.of(ofProxies),
                rules.stream().filter(r -> r.rule().subject().ofMesh()).map(List::of));
        return AllCores.each(turns.iterator(), turn -> inTurn(turn, timings)).stream().collect(Sayings::new, Sayings::add, Sayings::add);
    }

    private Sayings inTurn(List<CompiledRule> turn, Timings timings) {
        return turn.stream().collect(Sayings::new,
                (said, rule) -> timings.timeRule(rule.rule().name(), () -> said.add(ask(rule, false))), Sayings::add);
    }

    /**
     * What a rule of a user's says, who may have asked for too much.
     *
     * @throws io.istiodoctor.rule.RuleException when it points at a field that no such object has
     */
    Sayings limited(CompiledRule rule) {
        Sayings said = TimeLimit.run(rule.rule(), written.mesh().objects(), () -> ask(rule, true));
        PointedAt pointedAt = new PointedAt(written.mesh(), new PossibleFields());
        said.findings().forEach(f -> pointedAt.require(rule.rule(), f));
        return said;
    }

    /**
     * What a rule says of the objects as they are written. Of objects that would be taken it tells only what holds without the refused ones, too:
     * what rests on these is no finding, and neither is what follows from their absence, which their own findings tell.
     *
     * @param alone whether it is for one thread, whose time is measured
     */
    private Sayings ask(CompiledRule rule, boolean alone) {
        Set<ObjectRef> refused = proxies.mesh().refused();
        Sayings told = judge.judge(rule, alone, written, scope);
        if (refused.isEmpty() || told.findings().stream().allMatch(f -> refused.contains(f.object()))) {
            return told;
        }
        Sayings accepted = judge.judge(rule, alone, proxies, scope);
        Set<FieldRef> places = accepted.findings().stream().map(Round::place).collect(Collectors.toSet());
        return told.only(f -> refused.contains(f.object()) || places.contains(place(f)));
    }

    private static FieldRef place(Finding finding) {
        return new FieldRef(finding.object(), finding.field());
    }
}
