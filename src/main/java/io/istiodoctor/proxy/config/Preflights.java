package io.istiodoctor.proxy.config;

import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.match.TextMatch;
import java.util.List;
import java.util.Optional;

/**
 * What a route answers by itself when browsers ask beforehand (CORS filter of Envoy): it stands behind fault injection and before everything
 * else that the route does.
 *
 * @param origins of which one must be the request's
 * @param all whether those of other origins are answered as well, without leave (unmatchedPreflights: IGNORE)
 */
public record Preflights(List<TextMatch> origins, boolean all) {
    public Preflights {
        origins = List.copyOf(origins);
    }

    /** Whether the proxy answers this request. */
    public boolean answers(Request request) {
        Optional<String> origin = Optional.ofNullable(request.headers().get("origin"));
        return request.preflight() && (all || origins.stream().anyMatch(o -> o.holds(Optional.of("*")) || o.holds(origin)));
    }
}
