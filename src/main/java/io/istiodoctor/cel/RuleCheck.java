package io.istiodoctor.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.istiodoctor.rule.Case;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.FixTemplate;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleException;
import io.istiodoctor.rule.Template;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Holds all expressions of rules against the mesh: that they speak of fields which there are, that they give what is needed where they stand, that
 * they have a value whatever they are asked of, and that a finding which rests on an absence says how certain that is.
 */
public final class RuleCheck {
    private final Language language = new Language(new MeshTypes());

    /** @throws RuleException for the first mistake, with its place */
    public void check(Rule rule) {
        new OfRule(rule).check();
    }

    private final class OfRule {
        private final Rule rule;

        OfRule(Rule rule) {
            this.rule = rule;
        }

        void check() {
            rule.unknown().ifPresent(e -> typed(e, SimpleType.STRING, Facts.NONE));
            CelAbstractSyntaxTree when = typed(rule.when(), SimpleType.BOOL, Facts.NONE);
            Facts fires = Facts.NONE.given(when.getExpr(), true);
            rule.certainty().ifPresent(e -> typed(e, MeshTypes.CERTAINTY, fires));
            Optional<String> absence = rule.certainty().isPresent() ? Optional.empty() : Absence.certaintyOf(when);
            if (absence.isPresent()) {
                throw mistake(rule.when(),
                        "the condition rests on something that is not there; say how certain that is, certainty: " + absence.get());
            }
            cases(rule.severities(), fires, (severity, facts) -> {});
            cases(rule.message(), fires, this::template);
            template(rule.at(), fires);
            rule.related().forEach(r -> {
                safe(r.objects(), fires);
                template(r.message(), fires);
            });
            rule.fixes().forEach(f -> fix(f, fires));
        }

        private <T> void cases(List<Case<T>> cases, Facts fires, BiConsumer<T, Facts> value) {
            Facts before = fires;
            for (Case<T> c : cases) {
                if (c.when().isEmpty()) {
                    value.accept(c.value(), before);
                } else {
                    CelAbstractSyntaxTree when = typed(c.when().get(), SimpleType.BOOL, before);
                    value.accept(c.value(), before.given(when.getExpr(), true));
                    before = before.given(when.getExpr(), false);
                }
            }
        }

        private void fix(FixTemplate fix, Facts fires) {
            Facts facts = fix.when().map(e -> fires.given(typed(e, SimpleType.BOOL, fires).getExpr(), true)).orElse(fires);
            template(fix.title(), facts);
            fix.command().ifPresent(c -> template(c, facts));
            fix.patches().forEach(p -> {
                p.object().ifPresent(e -> safe(e, facts));
                template(p.at(), facts);
                p.value().ifPresent(v -> template(v, facts));
            });
        }

        private void template(Template template, Facts facts) {
            template.expressions().forEach(e -> safe(e, facts));
        }

        private CelAbstractSyntaxTree typed(Expression expression, CelType wanted, Facts facts) {
            CelAbstractSyntaxTree tree = safe(expression, facts);
            if (!tree.getResultType().equals(wanted)) {
                throw mistake(expression, "this gives " + tree.getResultType().name() + ", but " + name(wanted) + " is needed here");
            }
            return tree;
        }

        private static String name(CelType type) {
            return type.equals(MeshTypes.CERTAINTY) ? "a certainty (certain, inferred, unknown, or a field that tells one)"
                    : "a " + type.name();
        }

        private CelAbstractSyntaxTree safe(Expression expression, Facts facts) {
            CelAbstractSyntaxTree tree = language.check(expression, rule.subject());
            Optional<String> doubt = Safety.doubt(tree, facts);
            if (doubt.isPresent()) {
                throw mistake(expression, doubt.get());
            }
            return tree;
        }

        private static RuleException mistake(Expression expression, String problem) {
            return new RuleException(expression.file(), expression.mark(), "`" + expression.text() + "`: " + problem);
        }
    }
}
