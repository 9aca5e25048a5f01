package io.istiodoctor.rule;

/** An expression that has no value for some subject. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Of the expression that stands in this line of a rule's file, for this reason. */
    EvaluationException(String file, int line, Throwable cause) {
        super(file + ":" + line + ": " + cause.getMessage(), cause);
    }

    /** Of this expression, for this reason. */
    public EvaluationException(Expression expression, Throwable cause) {
        super(expression.file() + ":" + expression.mark().line() + ": `" + expression.shown() + "`: " + cause.getMessage(), cause);
    }
}
