package io.istiodoctor.rule;

import io.istiodoctor.model.Mark;

/**
 * A CEL expression in a rule file.
 *
 * @param file the rule file
 * @param mark where the expression begins in it
 */
public record Expression(String text, String file, Mark mark) {
    /** The place of a character of the expression: right for expressions that are written on one line. */
    public Mark at(int line, int column) {
        return line <= 1 ? new Mark(mark.line(), mark.column() + Math.max(0, column)) : new Mark(mark.line() + line - 1, column + 1);
    }
}
