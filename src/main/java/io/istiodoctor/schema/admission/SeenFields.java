package io.istiodoctor.schema.admission;

import dev.cel.common.ast.CelExpr;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which fields of an object a rule looks at, so that it need not be shown the others. */
final class SeenFields {
    private static final String SELF = "self";

    private final Set<String> names = new TreeSet<>();

    private SeenFields() {}

    /** Their names; empty where the rule looks at the object itself, as one does that asks for its size. */
    static Optional<Set<String>> of(CelExpr rule) {
        SeenFields fields = new SeenFields();
        return fields.alone(rule) ? Optional.of(fields.names) : Optional.empty();
    }

    private static boolean isSelf(CelExpr e) {
        return e.getKind() == CelExpr.ExprKind.Kind.IDENT && e.ident().name().equals(SELF);
    }

    /** Whether it looks at the object by its fields alone; notes them. */
    private boolean alone(CelExpr e) {
        return switch (e.getKind()) {
            case IDENT -> !isSelf(e);
            case SELECT -> {
                if (isSelf(e.select().operand())) {
                    names.add(e.select().field());
                    yield true;
                }
                yield alone(e.select().operand());
            }
            case CALL -> Stream.concat(e.call().target().stream(), e.call().args().stream()).allMatch(this::alone);
            case LIST -> e.list().elements().stream().allMatch(this::alone);
            case MAP -> e.map().entries().stream().allMatch(entry -> alone(entry.key()) && alone(entry.value()));
            case COMPREHENSION -> {
                CelExpr.CelComprehension c = e.comprehension();
                yield Stream.of(c.iterRange(), c.accuInit(), c.loopCondition(), c.loopStep(), c.result()).allMatch(this::alone);
            }
            case CONSTANT -> true;
            default -> false;
        };
    }
}
