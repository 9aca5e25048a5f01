package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Part;
import io.istiodoctor.model.Node;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** The order in which rules are tried, across routes too: the more exact match first (conversion.go, sortHTTPRoutes). */
final class RuleOrder {
    static final Comparator<Part> MOST_EXACT_FIRST = Comparator.comparing(RuleOrder::key);

    /** What the order goes by. Each rule has at most one match. */
    private record Key(boolean matches, int path, int length, boolean method, int headers, int parameters) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing((Key k) -> !k.matches)
                .thenComparing(Key::path, Comparator.reverseOrder()).thenComparing(Key::length, Comparator.reverseOrder())
                .thenComparing(k -> !k.method).thenComparing(Key::headers, Comparator.reverseOrder())
                .thenComparing(Key::parameters, Comparator.reverseOrder());

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private RuleOrder() {}

    private static Key key(Part rule) {
        var matches = rule.node().get("match").elements();
        if (matches.isEmpty()) {
            return new Key(false, 0, 0, false, 0, 0);
        }
        Node match = matches.getFirst();
        Node uri = match.get("uri");
        int path = uri.get("exact").isPresent() ? 3 : uri.get("prefix").isPresent() ? 2 : uri.get("regex").isPresent() ? 1 : -1;
        String text = uri.text("exact") + uri.text("prefix") + uri.text("regex");
        return new Key(true, path, text.getBytes(StandardCharsets.UTF_8).length, match.get("method").isPresent(),
                match.get("headers").fields().size(),
                match.get("queryParams").fields().size());
    }
}
