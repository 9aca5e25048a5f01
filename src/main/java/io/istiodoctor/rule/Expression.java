package io.istiodoctor.rule;

import io.istiodoctor.model.Mark;
import java.util.Locale;
import java.util.Optional;

/**
 * A CEL expression in a rule file.
 *
 * @param text as it is written; of one that the building of the tool compiled only what a template's outline tells of it: while the tool runs, nobody
 *     reads more, and all these texts would make each start longer
 * @param file the rule file
 * @param mark where the expression begins in it
 * @param built what evaluates it, when the building of the tool made that; empty for what was read from a file
 */
public record Expression(String text, String file, Mark mark, Optional<Program> built) {
    private static final int SHOWN = 200;

    /** The expression as messages show it. */
    public String shown() {
        return text.length() <= SHOWN ? text : text.substring(0, text.offsetByCodePoints(0, SHOWN / 2)) + " ...";
    }

    /** What the expression is about, in words: its last field, "node port". */
    public String subjectMatter() {
        String path = text.replaceAll("\\.(value|hasValue)\\(\\)|\\[\\d+\\]|\\.(split|map|join|filter)\\(.*", "").replaceAll(".*[?:] ", "");
        String field = path.substring(path.lastIndexOf('.') + 1);
        return field.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    /** The place of a character of the expression: right for expressions that are written on one line. */
    public Mark at(int line, int column) {
        return line <= 1 ? new Mark(mark.line(), mark.column() + Math.max(0, column)) : new Mark(mark.line() + line - 1, column + 1);
    }
}
