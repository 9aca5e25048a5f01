package io.istiodoctor.fuzz;

import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.stream.Collectors;

/** Nodes as JSON text, one line for each field, so that findings in it have places of their own. */
public final class Json {
    private Json() {}

    /** The text of a node, numbers as they are written. */
    public static String of(Node node) {
        return switch (node) {
            case Mapping mapping -> mapping.fields().entrySet().stream().map(e -> quoted(e.getKey()) + ": " + of(e.getValue()))
                    .collect(Collectors.joining(",\n", "{", "}"));
            case Sequence sequence -> sequence.elements().stream().map(Json::of).collect(Collectors.joining(",\n", "[", "]"));
            case Scalar scalar when scalar.type() == Scalar.Type.STRING -> quoted(scalar.value());
            case Scalar scalar when scalar.type() == Scalar.Type.NULL -> "null";
            case Scalar scalar -> scalar.value();
            case Absent absent -> "null";
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            quoted.append(c == '"' || c == '\\' ? "\\" + c : c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return quoted.append('"').toString();
    }
}
