package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Doubt;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The namespaces that a Gateway or listener takes objects from.
 *
 * @param names by their names, sorted; {@code *} for all
 * @param doubts what is not certain about some of them, whether they are among the names or not
 */
record NamespaceChoice(List<String> names, Map<String, Doubt> doubts) {
    NamespaceChoice(String... names) {
        this(List.of(names), Map.of());
    }

    boolean takes(String namespace) {
        return names.contains("*") || names.contains(namespace);
    }

    Optional<Doubt> doubt(String namespace) {
        return Optional.ofNullable(doubts.get(namespace));
    }
}
