package io.istiodoctor.yaml;

import io.istiodoctor.model.Scalar.Type;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A word of JSON that stands without quotes.
 *
 * @param type empty where there is no such word
 */
public record JsonLiteral(String text, Optional<Type> type) {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    /** What a word is. */
    public static JsonLiteral of(String word) {
        return new JsonLiteral(word, switch (word) {
            case "true", "false" -> Optional.of(Type.BOOLEAN);
            case "null" -> Optional.of(Type.NULL);
            default -> NUMBER.matcher(word).matches() ? Optional.of(Type.NUMBER) : Optional.empty();
        });
    }
}
