package io.istiodoctor.mesh.match;

import io.istiodoctor.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of the alternatives under which a rule takes a request or a connection.
 *
 * @param path inside the object; empty when the rule has no condition at all
 * @param request what it asks of a request; anything for rules on connections
 * @param sniHosts names for a rule on TLS connections; empty otherwise
 * @param source for which proxies it is
 * @param written the match; empty when the rule has none
 */
public record Condition(String path, RouteMatching request, List<String> sniHosts, SourceMatch source, Optional<Node> written) {
    /** What a rule without any match asks for: nothing. */
    public static final Condition ALWAYS = new Condition("", RouteMatching.ALWAYS, List.of(), SourceMatch.ANY, Optional.empty());

    public Condition {
        sniHosts = List.copyOf(sniHosts);
    }

    /** Whether every request that satisfies the other, at any gateway and from any client, certainly satisfies this one. */
    boolean covers(Condition other) {
        return request.covers(other.request) && (sniHosts.isEmpty() || !other.sniHosts.isEmpty() && sniHosts.containsAll(other.sniHosts))
                && source.covers(other.source);
    }

    /** Whether it takes everything that arrives at the proxies for which it is. */
    public boolean catchAll() {
        return request.catchAll() && sniHosts.isEmpty();
    }

    /** In words, as far as it is written: "prefix /api, header x exact 1". */
    public String words() {
        List<String> parts = new ArrayList<>();
        if (written.filter(w -> w.get("uri").isPresent()).isPresent()) {
            parts.add(request.path().words());
        }
        request.fields().forEach(f -> parts.add(f.words()));
        if (!sniHosts.isEmpty()) {
            parts.add("sniHosts " + String.join(", ", sniHosts));
        }
        return parts.isEmpty() ? "everything" : String.join(", ", parts);
    }
}
