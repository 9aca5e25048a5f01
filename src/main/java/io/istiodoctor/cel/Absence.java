package io.istiodoctor.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.vocabulary.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out whether a condition can hold because something is not there. */
final class Absence {
    private final CelAbstractSyntaxTree tree;

    private Absence(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    /** The expression for the certainty of the first absence that a condition rests on; empty when it rests on none. */
    static Optional<String> certaintyOf(CelAbstractSyntaxTree checked) {
        return new Absence(checked).restsOn(checked.getExpr(), true).findFirst();
    }

    private Stream<String> restsOn(CelExpr e, boolean outcome) {
        List<CelExpr> args = e.callOrDefault().args();
        return switch (e.callOrDefault().function()) {
            case "!_" -> restsOn(args.getFirst(), !outcome);
            case "_&&_", "_||_" -> args.stream().flatMap(a -> restsOn(a, outcome));
            case "_?_:_" -> Stream.of(restsOn(args.get(0), true), restsOn(args.get(0), false), restsOn(args.get(1), outcome),
                    restsOn(args.get(2), outcome)).flatMap(s -> s);
            case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" -> compared(e, outcome);
            case "hasValue" -> answer(e.call().target().orElseThrow(), outcome);
            default -> e.getKind() == CelExpr.ExprKind.Kind.SELECT ? answer(e, outcome)
                    : e.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION ? comprehension(e.comprehension(), outcome) : mentioned(e);
        };
    }

    // A field that says yes or no, or has something or nothing.
    private Stream<String> answer(CelExpr e, boolean something) {
        Optional<SeenByRules> field = field(e).filter(f -> !f.certainty().isEmpty());
        return field.isEmpty() ? mentioned(e) : field.filter(f -> f.absentWhenTrue() == something).map(f -> certainty(e, f)).stream();
    }

    private Stream<String> compared(CelExpr e, boolean outcome) {
        CelExpr left = e.call().args().getFirst();
        CelExpr right = e.call().args().getLast();
        if (!left.callOrDefault().function().equals("size") || right.constantOrDefault().getKind() != CelConstant.Kind.INT64_VALUE) {
            return mentioned(e);
        }
        CelExpr list = left.call().target().orElseGet(() -> left.call().args().getFirst());
        long number = right.constant().int64Value();
        boolean holdsForNothing = switch (e.call().function()) {
            case "_==_" -> number == 0;
            case "_!=_" -> number != 0;
            case "_<_" -> 0 < number;
            case "_<=_" -> 0 <= number;
            case "_>_" -> 0 > number;
            default -> 0 >= number;
        };
        return answer(list, holdsForNothing != outcome);
    }

    // What exists is there; everything else holds, or may hold, of an empty list too.
    private Stream<String> comprehension(CelExpr.CelComprehension c, boolean outcome) {
        boolean exists = outcome && c.accuInit().constantOrDefault().getKind() == CelConstant.Kind.BOOLEAN_VALUE
                && !c.accuInit().constant().booleanValue();
        return Stream.concat(answer(c.iterRange(), exists),
                Stream.of(c.loopStep(), c.result()).flatMap(e -> Stream.concat(restsOn(e, true), restsOn(e, false))));
    }

    // Inside of what is not understood every answer counts, except of what an expression goes on from: that is there.
    private Stream<String> mentioned(CelExpr e) {
        return switch (e.getKind()) {
            case SELECT -> mentioned(e.select().operand());
            case CALL -> Stream.concat(e.call().target().stream(), e.call().args().stream()).flatMap(
                    a -> e.call().function().equals("value") || e.call().function().equals("_[_]") ? mentioned(a) : anyAnswer(a));
            case LIST -> e.list().elements().stream().flatMap(this::anyAnswer);
            case MAP -> e.map().entries().stream().flatMap(m -> anyAnswer(m.value()));
            default -> Stream.empty();
        };
    }

    private Stream<String> anyAnswer(CelExpr e) {
        return e.getKind() == CelExpr.ExprKind.Kind.SELECT && field(e).filter(f -> !f.certainty().isEmpty()).isPresent()
                ? Stream.of(certainty(e, field(e).orElseThrow()))
                : e.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION
                        ? comprehension(e.comprehension(), false)
                : mentioned(e);
    }

    private static String certainty(CelExpr e, SeenByRules field) {
        return Wording.of(e.select().operand()) + "." + field.certainty();
    }

    private Optional<SeenByRules> field(CelExpr e) {
        return e.getKind() != CelExpr.ExprKind.Kind.SELECT ? Optional.empty() : tree.getType(e.select().operand().id()).map(CelType::name)
                .flatMap(n -> Optional.ofNullable(Vocabulary.types().get(n))).flatMap(t -> Vocabulary.field(t, e.select().field()))
                .flatMap(m -> Optional.ofNullable(m.getAnnotation(SeenByRules.class)));
    }
}
