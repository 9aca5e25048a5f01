package io.istiodoctor.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.rule.EvaluationException;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.Program;
import io.istiodoctor.vocabulary.SubjectType;

/** An expression that CEL's interpreter evaluates. */
record Interpreted(Expression expression, SubjectType type, CelRuntime.Program program) implements Program {
    @Override
    public Object value(Subject subject) {
        try {
            return plain(program.eval(Language.variables(type, new MeshValue(subject))));
        } catch (CelEvaluationException | RuntimeException | StackOverflowError e) {
            throw new EvaluationException(expression, e);
        }
    }

    private static Object plain(Object value) {
        return value instanceof MeshValue mesh ? mesh.value() : value;
    }
}
