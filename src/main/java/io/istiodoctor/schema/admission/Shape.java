package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;

/** What a value has to be to be of a type that a definition names. */
enum Shape {
    OBJECT, ARRAY, STRING, BOOLEAN, NUMBER, INTEGER, INTEGER_OR_STRING, ANY;

    /** That of a type; one without a name takes everything. */
    static Shape of(String type) {
        return switch (type) {
            case "object" -> OBJECT;
            case "array" -> ARRAY;
            case "string" -> STRING;
            case "boolean" -> BOOLEAN;
            case "number" -> NUMBER;
            case "integer" -> INTEGER;
            case "integer or string" -> INTEGER_OR_STRING;
            default -> ANY;
        };
    }

    /** Whether a value is of it. */
    boolean fits(Node node) {
        return switch (this) {
            case OBJECT -> node instanceof Mapping;
            case ARRAY -> node instanceof Sequence;
            case STRING -> is(node, Scalar.Type.STRING);
            case BOOLEAN -> is(node, Scalar.Type.BOOLEAN);
            case NUMBER -> is(node, Scalar.Type.NUMBER);
            case INTEGER -> isWhole(node);
            case INTEGER_OR_STRING -> is(node, Scalar.Type.STRING) || isWhole(node);
            case ANY -> true;
        };
    }

    private static boolean is(Node node, Scalar.Type type) {
        return node instanceof Scalar scalar && scalar.type() == type;
    }

    private static boolean isWhole(Node node) {
        return node instanceof Scalar scalar && scalar.type() == Scalar.Type.NUMBER
                && (hasOnlyDigits(scalar.value()) || Numeral.of(node).filter(Numeral::isWhole).isPresent());
    }

    // Most numbers are written so, and need no arithmetic.
    private static boolean hasOnlyDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
