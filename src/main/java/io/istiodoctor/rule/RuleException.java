package io.istiodoctor.rule;

import io.istiodoctor.model.Mark;
import io.istiodoctor.model.UserError;

/** A mistake in a rule file: "file:line:column: what is wrong". */
public final class RuleException extends UserError {
    private static final long serialVersionUID = 1L;

    public RuleException(String file, Mark mark, String problem) {
        super(BAD_INPUT, file + (mark.isPresent() ? ":" + mark.line() + ":" + mark.column() : "") + ": " + problem);
    }
}
