package io.istiodoctor.engine;

import io.istiodoctor.cel.Compiler;
import io.istiodoctor.cel.RuleCheck;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.NotChecked;
import io.istiodoctor.model.Timings;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.rule.EvaluationException;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Asks rules of a mesh. */
public final class Examination {
    private final List<CompiledRule> rules;
    private final Set<CompiledRule> users;

    private Examination(List<CompiledRule> rules, Set<CompiledRule> users) {
        this.rules = rules;
        this.users = users;
    }

    /**
     * Makes rules ready.
     *
     * @param checked the rules of which every expression is held against the mesh: those of users, and all in tests
     * @throws io.istiodoctor.rule.RuleException when an expression has a mistake
     */
    public static Examination of(RuleSet rules, Predicate<Rule> checked) {
        Compiler trusting = new Compiler(false);
        Compiler limiting = new Compiler(true);
        List<CompiledRule> compiled = new ArrayList<>();
        Set<CompiledRule> users = new LinkedHashSet<>();
        for (Rule rule : rules.rules()) {
            boolean doubtful = checked.test(rule);
            compiled.add(new CompiledRule(rule, doubtful ? limiting : trusting));
            if (doubtful) {
                users.add(compiled.getLast());
            }
        }
        if (!users.isEmpty()) {
            RuleCheck check = new RuleCheck();
            users.forEach(rule -> check.check(rule.rule()));
        }
        return new Examination(compiled, users);
    }

    /** The same with the tool's own rules alone, which are known to end soon. */
    public Examination ownRules() {
        return users.isEmpty() ? this : new Examination(rules.stream().filter(r -> !users.contains(r)).toList(), Set.of());
    }

    /**
     * Makes the rules' conditions ready ahead of time, one after the other, while the state is still being read. What is not ready when a mesh is
     * there is made ready when a rule has something to judge.
     */
    public void prepare() {
        rules.forEach(CompiledRule::prepare);
    }

    /**
     * What the rules say of a mesh, within a scope.
     *
     * @throws io.istiodoctor.rule.RuleException when a rule that was checked points at a field that no such object has
     */
    public Diagnosis run(Mesh mesh, Scope scope) {
        return run(Proxies.of(mesh), scope, false);
    }

    /**
     * What the rules say of a mesh and its proxies, within a scope.
     *
     * @param named whether each of the rules was asked for by its name, so that each must be answered
     */
    public Diagnosis run(Proxies proxies, Scope scope, boolean named) {
        return run(proxies, scope, named, new Timings());
    }

    /** The same; what each rule takes is told to the timings. */
    public Diagnosis run(Proxies proxies, Scope scope, boolean named, Timings timings) {
        return run(proxies, scope, new Unjudged(proxies.mesh(), scope), named, timings);
    }

    /** What the rules say of all of a mesh; what stays without an answer is told of a scope. */
    public Diagnosis runEverywhere(Proxies proxies, Scope asked) {
        return run(proxies, new Scope.Everything(), new Unjudged(proxies.mesh(), asked), false, new Timings());
    }

    private Diagnosis run(Proxies proxies, Scope scope, Unjudged unjudged, boolean named, Timings timings) {
        Mesh mesh = proxies.mesh();
        Sayings said = new Sayings();
        List<RuleCoverage> coverages = new ArrayList<>();
        List<CompiledRule> asked = new ArrayList<>();
        for (CompiledRule rule : rules) {
            RuleCoverage coverage = RuleCoverage.of(rule.rule(), mesh);
            coverages.add(coverage);
            Optional<String> ignorance = coverage.ignorance();
            if (ignorance.isPresent()) {
                said.leaveOpen(new NotChecked(rule.rule().name(), ignorance.get()));
            } else {
                coverage.missingParts(scope).forEach(r -> said.leaveOpen(new NotChecked(rule.rule().name(), r)));
                asked.add(rule);
            }
        }
        Round round = new Round(proxies, scope);
        said.add(round.all(asked.stream().filter(rule -> !users.contains(rule)).toList(), timings));
        asked.stream().filter(users::contains).forEach(rule -> said.add(round.limited(rule)));
        Map<String, String> absent = absentKinds(mesh);
        List<NotChecked> notChecked = said.notChecked().stream().map(n -> n.forWantOf(Optional.ofNullable(absent.get(n.reason()))))
                .toList();
        return new Diagnosis(said.findings().stream().sorted(Finding.ORDER).toList(), notChecked, mesh.assumptions(),
                mesh.objects(), rules.size(), mesh.unread(), unjudged.of(coverages, named, notChecked));
    }

    /** The kinds of which files have no object, by the reason that this is for whoever asks for one: needs of rules, and expressions that tell the reason on. */
    private static Map<String, String> absentKinds(Mesh mesh) {
        Map<String, String> absent = new HashMap<>();
        for (Kind kind : Kind.values()) {
            if (mesh.directory().coverage(kind) instanceof Coverage.None none) {
                none.absentKind().ifPresent(name -> absent.put(none.reason(), name));
            }
        }
        return absent;
    }
}
