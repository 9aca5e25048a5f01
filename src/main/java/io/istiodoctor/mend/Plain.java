package io.istiodoctor.mend;

import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.model.WholeNumber;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was read as plain values, to be written elsewhere: maps, lists, texts, whole numbers and booleans. */
final class Plain {
    private Plain() {}

    static Object of(Node node) {
        return switch (node) {
            case Mapping mapping -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                mapping.fields().forEach((name, value) -> {
                    if (value.isPresent()) {
                        fields.put(name, of(value));
                    }
                });
                yield fields;
            }
            case Sequence sequence -> sequence.elements().stream().map(Plain::of).toList();
            case Scalar scalar -> switch (scalar.type()) {
                case BOOLEAN -> scalar.value().equals("true");
                case NUMBER -> WholeNumber.of(scalar.value()).<Object>map(n -> n).orElse(scalar.value());
                default -> scalar.value();
            };
            case Absent absent -> "";
        };
    }
}
