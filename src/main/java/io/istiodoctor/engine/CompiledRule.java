package io.istiodoctor.engine;

import io.istiodoctor.cel.Compiler;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.rule.Case;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.Program;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.Template;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A rule whose condition is ready to run; its other expressions are compiled when the rule first fires. */
final class CompiledRule {
    private final Rule rule;
    private final Compiler compiler;
    private final Map<Expression, Program> programs = Collections.synchronizedMap(new IdentityHashMap<>());

    CompiledRule(Rule rule, Compiler compiler) {
        this.rule = rule;
        this.compiler = compiler;
    }

    Rule rule() {
        return rule;
    }

    private Program program(Expression expression) {
        return expression.built().orElseGet(() -> programs.computeIfAbsent(expression, e -> compiler.compile(e, rule.subject())));
    }

    /** Makes ready what is asked of every subject. */
    void prepare() {
        rule.unknown().ifPresent(e -> program(e));
        program(rule.when());
    }

    boolean fires(Subject subject) {
        return program(rule.when()).holds(subject);
    }

    boolean holds(Expression condition, Subject subject) {
        return program(condition).holds(subject);
    }

    /** How sure a finding is; what rests on nothing absent is certain. */
    Certainty certainty(Subject subject) {
        return rule.certainty().map(e -> (Certainty) value(e, subject)).orElse(Certainty.CERTAIN);
    }

    String text(Expression expression, Subject subject) {
        return show(program(expression).value(subject));
    }

    Object value(Expression expression, Subject subject) {
        return program(expression).value(subject);
    }

    <T> T choose(List<Case<T>> cases, Subject subject) {
        return cases.stream().filter(c -> c.when().isEmpty() || holds(c.when().get(), subject)).findFirst().orElseThrow().value();
    }

    String fill(Template template, Subject subject) {
        return template.parts().stream().map(p -> switch (p) {
            case Template.Part.Text(String text) -> text;
            case Template.Part.Value(Expression e) -> text(e, subject);
        }).collect(Collectors.joining());
    }

    /** The value of a template that is a single expression keeps its type; every other template gives a text. */
    Object fillTyped(Template template, Subject subject) {
        return template.parts().size() == 1 && template.parts().getFirst() instanceof Template.Part.Value(Expression e)
                ? value(e, subject) : fill(template, subject);
    }

    /** Values as messages show them: lists joined by commas, empty optionals as nothing. */
    private static String show(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(CompiledRule::show).collect(Collectors.joining(", "));
            case Map<?, ?> map -> map.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).sorted()
                    .collect(Collectors.joining(", "));
            case Optional<?> optional -> optional.map(CompiledRule::show).orElse("");
            case Subject subject -> subject.qualifiedName();
            default -> value.toString();
        };
    }
}
