package io.istiodoctor.cel;

import io.istiodoctor.rule.Expression;

/** An expression that has no value for some subject. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EvaluationException(Expression expression, Exception cause) {
        super(expression.file() + ":" + expression.mark().line() + ": `" + expression.text() + "`: " + cause.getMessage(), cause);
    }
}
