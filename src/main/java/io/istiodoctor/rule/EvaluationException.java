package io.istiodoctor.rule;

/** An expression that has no value for some subject. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Of this expression, for this reason. */
    public EvaluationException(Expression expression, Throwable cause) {
        super(expression.file() + ":" + expression.mark().line() + ": `" + expression.shown() + "`: " + cause.getMessage(), cause);
    }
}
