package io.istiodoctor.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.vocabulary.SubjectType;

/** An expression that can be asked of subjects. */
public final class Program {
    private final Expression expression;
    private final SubjectType type;
    private final CelRuntime.Program program;

    Program(Expression expression, SubjectType type, CelRuntime.Program program) {
        this.expression = expression;
        this.type = type;
        this.program = program;
    }

    /**
     * The expression's value for a subject: String, Long, Boolean, List, Map, Optional, Instant, Certainty, or an object of the mesh.
     *
     * @throws EvaluationException when it has none: an index out of bounds, a division by zero, more steps than are allowed
     */
    public Object value(Subject subject) {
        try {
            return plain(program.eval(Language.variables(type, new MeshValue(subject))));
        } catch (CelEvaluationException | RuntimeException | StackOverflowError e) {
            throw new EvaluationException(expression, e);
        }
    }

    /** Whether the condition holds for a subject. */
    public boolean holds(Subject subject) {
        return Boolean.TRUE.equals(value(subject));
    }

    private static Object plain(Object value) {
        return value instanceof MeshValue mesh ? mesh.value() : value;
    }
}
