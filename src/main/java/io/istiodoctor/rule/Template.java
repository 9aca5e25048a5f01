package io.istiodoctor.rule;

import io.istiodoctor.model.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A text with expressions in braces; two braces in a row stand for one. */
public record Template(List<Part> parts) {
    /** A stretch of plain text, or an expression. */
    public sealed interface Part {
        /** Stands for itself. */
        record Text(String text) implements Part {}

        /** Replaced by the expression's value. */
        record Value(Expression expression) implements Part {}
    }

    public Template {
        parts = List.copyOf(parts);
    }

    /** The expressions in it. */
    public Stream<Expression> expressions() {
        return parts.stream().flatMap(p -> p instanceof Part.Value(Expression e) ? Stream.of(e) : Stream.empty());
    }

    /** The template for readers: each expression is replaced by what it ends in, {@code <number>}. */
    public String outline() {
        return parts.stream().map(p -> switch (p) {
            case Part.Text(String plain) -> plain;
            case Part.Value(Expression e) -> "<" + e.subjectMatter() + ">";
        }).collect(Collectors.joining());
    }

    /**
     * Reads a template.
     *
     * @throws RuleException when a brace has no counterpart
     */
    static Template parse(String text, String file, Mark mark) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                plain.append(c);
                i += 2;
            } else if (c == '{') {
                int end = closing(text, i, file, mark);
                parts.add(new Part.Text(plain.toString()));
                plain.setLength(0);
                Mark at = new Mark(mark.line(), mark.column() + i + 1);
                parts.add(new Part.Value(new Expression(text.substring(i + 1, end).strip(), file, at, Optional.empty())));
                i = end + 1;
            } else if (c == '}') {
                throw new RuleException(file, mark, "a closing brace without an opening one; write }} for a brace");
            } else {
                plain.append(c);
                i++;
            }
        }
        parts.add(new Part.Text(plain.toString()));
        parts.removeIf(p -> p instanceof Part.Text(String t) && t.isEmpty());
        return new Template(parts);
    }

    private static int closing(String text, int open, String file, Mark mark) {
        int depth = 0;
        char quote = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        throw new RuleException(file, mark, "an opening brace without a closing one; write {{ for a brace");
    }
}
