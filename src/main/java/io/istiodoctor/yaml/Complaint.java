package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Says in plain words what the YAML library found wrong. */
final class Complaint {
    private static final Pattern NO_TOKEN = Pattern.compile("found character '(.+?)' that cannot start any token.*");
    private static final Pattern FLOW = Pattern.compile("expected ',' or '([]}])', but got.*");
    private static final Pattern ESCAPE = Pattern.compile("found unknown escape character (\\X)\\(.*");

    private Complaint() {}

    static SyntaxError about(String name, YAMLException e, Marks marks) {
        if (!(e instanceof MarkedYAMLException marked) || marked.getProblemMark() == null) {
            return new SyntaxError(name, new Mark(1, 1), oneLine(String.valueOf(e.getMessage())));
        }
        String problem = oneLine(String.valueOf(marked.getProblem()));
        Mark at = marks.of(marked.getProblemMark());
        // What is never closed is found at the end of the text, but mended where it was opened.
        if (marked.getContextMark() != null) {
            Mark opened = marks.of(marked.getContextMark());
            if (problem.equals("found unexpected end of stream")) {
                return new SyntaxError(name, opened, "the quote that begins here is never closed");
            }
            Matcher flow = FLOW.matcher(problem);
            if (flow.matches()) {
                String open = flow.group(1).equals("]") ? "[" : "{";
                return new SyntaxError(name, at, "expected ',' or '%s' here, because of the '%s' on line %d"
                        .formatted(flow.group(1), open, opened.line()));
            }
            if (problem.equals("could not find expected ':'")) {
                return new SyntaxError(name, opened, "expected ': ' after this key");
            }
        }
        return new SyntaxError(name, at, TabRepair.isTab(marked)
                ? "a tab is used for indentation; YAML allows only spaces there" : inPlainWords(problem));
    }

    private static String inPlainWords(String problem) {
        Matcher token = NO_TOKEN.matcher(problem);
        if (token.matches()) {
            return "a value cannot begin with '%s'; put it in quotes".formatted(token.group(1));
        }
        Matcher escape = ESCAPE.matcher(problem);
        if (escape.matches()) {
            return "'\\%s' is no escape sequence; write '\\\\%<s' or use single quotes".formatted(escape.group(1));
        }
        if (problem.startsWith("expected <block end>, but found")) {
            return "this does not fit what stands before it; check the indentation and the quotes";
        }
        if (problem.startsWith("expected the node content")) {
            return "a value is missing here, or a bracket before it is not closed";
        }
        return switch (problem) {
            case "mapping values are not allowed here" ->
                    "no 'key: value' is allowed here; check the indentation, and quote values that contain ': '";
            case "sequence entries are not allowed here" -> "no list entry is allowed here; begin it on a line of its own";
            default -> problem;
        };
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
    }
}
