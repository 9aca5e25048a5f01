package io.istiodoctor.fix;

import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.model.WholeNumber;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What was read as plain values, to be written elsewhere: maps, lists, texts, numbers and booleans. */
public final class Plain {
    /** What JSON and BigDecimal agree on, and short enough for both. */
    private static final Pattern FRACTION = Pattern.compile("-?\\d{1,18}\\.\\d{1,18}([eE][+-]?\\d{1,3})?");

    private Plain() {}

    /** A node as a map, a list, a text, a number or a boolean. */
    public static Object of(Node node) {
        return switch (node) {
            case Mapping mapping -> fields(mapping);
            case Sequence sequence -> sequence.elements().stream().map(Plain::of).toList();
            case Scalar scalar -> switch (scalar.type()) {
                case BOOLEAN -> scalar.value().equals("true");
                case NUMBER -> WholeNumber.of(scalar.value()).<Object>map(n -> n).or(() -> fraction(scalar.value())).orElse(scalar.value());
                default -> scalar.value();
            };
            case Absent absent -> "";
        };
    }

    private static Optional<BigDecimal> fraction(String text) {
        return FRACTION.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** The fields that are there, in their order. */
    public static Map<String, Object> fields(Mapping mapping) {
        Map<String, Object> fields = new LinkedHashMap<>();
        mapping.fields().forEach((name, value) -> {
            if (value.isPresent()) {
                fields.put(name, of(value));
            }
        });
        return fields;
    }
}
