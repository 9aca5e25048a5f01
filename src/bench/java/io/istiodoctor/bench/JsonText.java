package io.istiodoctor.bench;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.stream.Collectors;

/** JSON as kubectl prints it, but for its indentation. */
final class JsonText {
    private JsonText() {}

    static String of(Node node) {
        return switch (node) {
            case Mapping mapping -> mapping.fields().entrySet().stream().map(e -> quoted(e.getKey()) + ": " + of(e.getValue()))
                    .collect(Collectors.joining(",\n", "{", "}"));
            case Sequence list -> list.elements().stream().map(JsonText::of).collect(Collectors.joining(",\n", "[", "]"));
            case Scalar scalar -> switch (scalar.type()) {
                case STRING -> quoted(scalar.value());
                case NULL -> "null";
                default -> scalar.value();
            };
            default -> "null";
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
