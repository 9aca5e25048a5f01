package io.istiodoctor.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known to hold where an expression is evaluated, because a condition before it has held or has not: a condition is taken apart at its
 * {@code &&}, {@code ||} and {@code !}, and what remains of an alternative when all others are known not to hold is known to hold.
 */
final class Facts {
    /** Nothing is known. */
    static final Facts NONE = new Facts(Set.of(), Set.of(), List.of());

    /** A condition and its outcome. */
    private record Assumption(CelExpr condition, boolean outcome) {}

    /** A condition that holds no other within, in words that are the same however it is written, and its outcome. */
    record Literal(String words, boolean outcome) {}

    private final Set<String> held;
    private final Set<String> failed;
    private final List<List<Assumption>> alternatives;

    private Facts(Set<String> held, Set<String> failed, List<List<Assumption>> alternatives) {
        this.held = held;
        this.failed = failed;
        this.alternatives = alternatives;
    }

    /** These facts, and that a condition has held or has not. */
    Facts given(CelExpr condition, boolean outcome) {
        Facts more = new Facts(new HashSet<>(held), new HashSet<>(failed), new ArrayList<>(alternatives));
        more.assume(condition, outcome);
        more.conclude();
        return more;
    }

    /** Whether a list is known to have so many elements, or a text so many characters. */
    boolean atLeast(CelExpr list, long size) {
        return held.stream().filter(f -> f.startsWith(sizePrefix(list)))
                .anyMatch(f -> Long.parseLong(f.substring(sizePrefix(list).length())) >= size);
    }

    /** Whether an optional is known to have a value. */
    boolean hasValue(CelExpr optional) {
        return held.contains(Wording.of(optional) + ".hasValue()");
    }

    /** Whether a map is known to have a key. */
    boolean hasKey(CelExpr map, CelExpr key) {
        return held.contains("@in(" + Wording.of(key) + ", " + Wording.of(map) + ")");
    }

    private void assume(CelExpr e, boolean outcome) {
        String function = e.callOrDefault().function();
        List<CelExpr> args = e.callOrDefault().args();
        switch (function) {
            case "!_" -> assume(args.getFirst(), !outcome);
            case "_&&_", "_||_" -> {
                if (function.equals("_&&_") == outcome) {
                    args.forEach(a -> assume(a, outcome));
                } else {
                    alternatives.add(args.stream().map(a -> new Assumption(a, outcome)).toList());
                }
            }
            default -> literals(e, outcome).forEach(l -> (l.outcome ? held : failed).add(l.words));
        }
    }

    private void conclude() {
        boolean found = true;
        while (found) {
            found = false;
            for (List<Assumption> any : List.copyOf(alternatives)) {
                List<Assumption> open = any.stream().filter(a -> outcome(a.condition).filter(o -> o != a.outcome).isEmpty()).toList();
                if (open.size() < 2) {
                    alternatives.remove(any);
                    open.forEach(a -> assume(a.condition, a.outcome));
                    found = true;
                }
            }
        }
    }

    /** Whether a condition is known to hold or not to hold. */
    private Optional<Boolean> outcome(CelExpr e) {
        List<CelExpr> args = e.callOrDefault().args();
        return switch (e.callOrDefault().function()) {
            case "!_" -> outcome(args.getFirst()).map(o -> !o);
            case "_&&_" -> decided(args, false);
            case "_||_" -> decided(args, true);
            default -> literals(e, true).stream().findFirst().flatMap(l -> held.contains(l.words) ? Optional.of(l.outcome)
                    : failed.contains(l.words) ? Optional.of(!l.outcome) : Optional.empty());
        };
    }

    private Optional<Boolean> decided(List<CelExpr> args, boolean deciding) {
        List<Optional<Boolean>> outcomes = args.stream().map(this::outcome).toList();
        return outcomes.contains(Optional.of(deciding)) ? Optional.of(deciding)
                : outcomes.stream().allMatch(Optional::isPresent) ? Optional.of(!deciding) : Optional.empty();
    }

    /** What a condition without others in it says, when it has this outcome. */
    static List<Literal> literals(CelExpr e, boolean outcome) {
        if (e.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
            // What exists among the elements of a list is one of them.
            boolean exists = outcome && e.comprehension().accuInit().constantOrDefault().getKind() == CelConstant.Kind.BOOLEAN_VALUE
                    && !e.comprehension().accuInit().constant().booleanValue();
            return exists ? List.of(new Literal(sizePrefix(e.comprehension().iterRange()) + 1, true)) : List.of();
        }
        List<CelExpr> args = e.callOrDefault().args();
        return switch (e.callOrDefault().function()) {
            case "_!=_" -> compared("_==_", args.getFirst(), args.getLast(), !outcome);
            case "_<_" -> compared("_>=_", args.getFirst(), args.getLast(), !outcome);
            case "_<=_" -> compared("_>_", args.getFirst(), args.getLast(), !outcome);
            case "_==_", "_>_", "_>=_" -> compared(e.call().function(), args.getFirst(), args.getLast(), outcome);
            default -> List.of(new Literal(Wording.of(e), outcome));
        };
    }

    private static List<Literal> compared(String how, CelExpr left, CelExpr right, boolean outcome) {
        if (!left.callOrDefault().function().equals("size") || right.constantOrDefault().getKind() != CelConstant.Kind.INT64_VALUE) {
            return List.of(new Literal(how + " " + Wording.of(left) + " " + Wording.of(right), outcome));
        }
        CelExpr list = left.call().target().orElseGet(() -> left.call().args().getFirst());
        long number = right.constant().int64Value();
        Literal some = new Literal(sizePrefix(list) + number, true);
        Literal more = new Literal(sizePrefix(list) + (number + 1), false);
        return switch (how) {
            case "_>=_" -> List.of(new Literal(some.words, outcome));
            case "_>_" -> List.of(new Literal(more.words, outcome));
            default -> number == 0 ? List.of(new Literal(more.words, !outcome)) : outcome ? List.of(some, more) : List.of();
        };
    }

    private static String sizePrefix(CelExpr list) {
        return Wording.of(list) + ".size() >= ";
    }
}
