package io.istiodoctor.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.stream.Collectors;

/** Expressions as text: two that are written alike, spaces and quotes aside, have one wording. */
final class Wording {
    private Wording() {}

    static String of(CelExpr e) {
        return switch (e.getKind()) {
            case CONSTANT -> constant(e.constant());
            case IDENT -> e.ident().name();
            case SELECT -> of(e.select().operand()) + "." + e.select().field();
            case CALL -> call(e.call());
            case LIST -> e.list().elements().stream().map(Wording::of).collect(Collectors.joining(", ", "[", "]"));
            default -> "(" + e.getKind() + " " + e.id() + ")";
        };
    }

    private static String constant(CelConstant c) {
        return switch (c.getKind()) {
            case STRING_VALUE -> "'" + c.stringValue() + "'";
            case INT64_VALUE -> Long.toString(c.int64Value());
            case BOOLEAN_VALUE -> Boolean.toString(c.booleanValue());
            default -> c.toString();
        };
    }

    private static String call(CelExpr.CelCall c) {
        String args = c.args().stream().map(Wording::of).collect(Collectors.joining(", "));
        return switch (c.function()) {
            case "_[_]" -> of(c.args().getFirst()) + "[" + of(c.args().getLast()) + "]";
            case "size" -> c.target().map(Wording::of).orElse(args) + ".size()";
            default -> c.target().map(t -> of(t) + ".").orElse("") + c.function() + "(" + args + ")";
        };
    }
}
