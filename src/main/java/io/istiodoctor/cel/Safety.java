package io.istiodoctor.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Proves that an expression has a value whatever it is asked of: that lists have the elements which it takes, optionals the values, maps the keys.
 * What cannot be proven is a mistake.
 */
final class Safety {
    /** Functions that have no value for some texts. */
    private static final Set<String> READING = Set.of("int", "uint", "double", "bool", "duration", "timestamp");
    private static final Set<String> CUTTING = Set.of("substring", "charAt");

    private final CelAbstractSyntaxTree tree;

    private Safety(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    /** What is not proven, as a sentence that says how to mend it; empty when all is. */
    static Optional<String> doubt(CelAbstractSyntaxTree checked, Facts facts) {
        return new Safety(checked).doubt(checked.getExpr(), facts);
    }

    private Optional<String> doubt(CelExpr e, Facts facts) {
        return switch (e.getKind()) {
            case SELECT -> doubt(e.select().operand(), facts).or(() -> key(e, facts));
            case CALL -> call(e, facts);
            case LIST -> any(e.list().elements(), facts);
            case MAP -> e.map().entries().stream().flatMap(m -> any(List.of(m.key(), m.value()), facts).stream()).findFirst();
            case COMPREHENSION -> comprehension(e.comprehension(), facts);
            default -> Optional.empty();
        };
    }

    private Optional<String> any(List<CelExpr> all, Facts facts) {
        return all.stream().flatMap(e -> doubt(e, facts).stream()).findFirst();
    }

    private Optional<String> comprehension(CelExpr.CelComprehension c, Facts facts) {
        return any(List.of(c.iterRange(), c.accuInit(), c.loopCondition(), c.loopStep(), c.result()), facts);
    }

    private Optional<String> key(CelExpr e, Facts facts) {
        CelExpr map = e.select().operand();
        CelExpr key = CelExpr.ofConstant(0, CelConstant.ofValue(e.select().field()));
        boolean known = e.select().testOnly() || kind(map) != CelKind.MAP || facts.hasKey(map, key);
        return known ? Optional.empty() : Optional.of(missingKey(map, key));
    }

    private Optional<String> call(CelExpr e, Facts facts) {
        List<CelExpr> args = e.call().args();
        return switch (e.call().function()) {
            case "_&&_", "_||_" -> doubt(args.getFirst(), facts)
                    .or(() -> doubt(args.getLast(), facts.given(args.getFirst(), e.call().function().equals("_&&_"))));
            case "_?_:_" -> doubt(args.getFirst(), facts).or(() -> doubt(args.get(1), facts.given(args.getFirst(), true)))
                    .or(() -> doubt(args.get(2), facts.given(args.getFirst(), false)));
            default -> any(e.call().target().map(List::of).orElse(List.of()), facts).or(() -> any(args, facts)).or(() -> itself(e, facts));
        };
    }

    private Optional<String> itself(CelExpr e, Facts facts) {
        List<CelExpr> args = e.call().args();
        String function = e.call().function();
        if (function.equals("_[_]")) {
            return index(args.getFirst(), args.getLast(), facts);
        }
        if (function.equals("value") && e.call().target().filter(t -> !facts.hasValue(t)).isPresent()) {
            String target = Wording.of(e.call().target().get());
            return Optional.of(target + " may have no value: ask before, " + target + ".hasValue() && ..., or give another, " + target
                    + ".orValue(...)");
        }
        boolean divides = function.equals("_/_") || function.equals("_%_");
        if (divides && args.getLast().constantOrDefault().getKind() != CelConstant.Kind.INT64_VALUE
                || divides && args.getLast().constant().int64Value() == 0) {
            return Optional.of(Wording.of(args.getLast()) + " may be 0, by which nothing can be divided");
        }
        if (READING.contains(function) && kind(args.getFirst()) == CelKind.STRING || CUTTING.contains(function)) {
            return Optional.of(Wording.of(e) + " has no value for some texts");
        }
        return Optional.empty();
    }

    private Optional<String> index(CelExpr from, CelExpr index, Facts facts) {
        if (kind(from) == CelKind.MAP) {
            return facts.hasKey(from, index) ? Optional.empty() : Optional.of(missingKey(from, index));
        }
        String list = Wording.of(from);
        if (index.constantOrDefault().getKind() != CelConstant.Kind.INT64_VALUE) {
            return Optional.of(list + " may have no element " + Wording.of(index) + "; only a number as it stands can be proven");
        }
        long number = index.constant().int64Value();
        boolean written = from.getKind() == CelExpr.ExprKind.Kind.LIST && from.list().elements().size() > number;
        boolean first = number == 0 && from.callOrDefault().function().equals("split");
        return written || first || facts.atLeast(from, number + 1) ? Optional.empty() : Optional.of(list + " may have no element " + number
                + ": ask before, " + list + ".size() > " + number + " && ..., or take it if it is there, " + list + "[?" + number + "]");
    }

    private static String missingKey(CelExpr map, CelExpr key) {
        return Wording.of(map) + " may have no " + Wording.of(key) + ": ask before, " + Wording.of(key) + " in " + Wording.of(map)
                + " && ...";
    }

    private CelKind kind(CelExpr e) {
        return tree.getType(e.id()).map(t -> t.kind()).orElse(CelKind.UNSPECIFIED);
    }
}
