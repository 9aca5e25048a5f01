package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import io.istiodoctor.model.UserError;

/** A text that is neither YAML nor JSON, or that is refused for safety; the message names file, line and column. */
public final class SyntaxError extends UserError {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    SyntaxError(String name, Mark mark, String problem) {
        super(BAD_INPUT, "%s:%d:%d: %s".formatted(displayName(name), mark.line(), mark.column(),
                // Keys are quoted in problems, and an escape can put a line end into a key.
                problem.replaceAll("\\p{Cntrl}+", " ")));
        this.line = mark.line();
        this.column = mark.column();
    }

    /** Where the text went wrong. */
    public Mark mark() {
        return new Mark(line, column);
    }

    /** A text's name in messages: "-" is spelled out. */
    public static String displayName(String name) {
        return name.equals("-") ? "standard input" : name;
    }
}
