package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.match.Request;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The headers of a request as policies see them, after tokens were looked at: rules for tokens take the token away, and write its claims into headers
 * that nobody else may write (jwt_authn of Envoy).
 *
 * @param rules those that were applied; none where they have not been yet
 */
record SeenHeaders(Request request, List<JwtRule> rules, TokenState token) {
    /** What clients and proxies write into requests by themselves. */
    private static final Set<String> WRITTEN = Set.of("user-agent", "accept", "accept-encoding", "content-length", "content-type",
            "forwarded", "via",
            "traceparent", "tracestate", "b3", "x-request-id");

    /** Empty when the request has no such header, or when it is {@link #open}. */
    Optional<String> value(String name) {
        if (rules.stream().anyMatch(r -> r.claimHeaders().containsKey(lower(name)) || r.payloadHeader().equalsIgnoreCase(name))) {
            return claim(name);
        }
        return taken(name) ? Optional.empty() : plain(request, name);
    }

    /** Whether the header may be there, or have another value, although the request does not show it. */
    boolean open(String name) {
        boolean verified = token instanceof TokenState.Verified;
        if (verified && rules.stream().anyMatch(r -> r.payloadHeader().equalsIgnoreCase(name))) {
            return true;
        }
        if (value(name).isPresent() || taken(name)) {
            return false;
        }
        boolean carries = verified && rules.stream().anyMatch(r -> r.headers().stream().anyMatch(h -> h.name().equalsIgnoreCase(name)));
        String lower = lower(name);
        return carries || WRITTEN.contains(lower) || lower.equals(":path") || lower.startsWith("x-forwarded-")
                || lower.startsWith("x-envoy-")
                || lower.startsWith("x-b3-");
    }

    private Optional<String> claim(String name) {
        return token instanceof TokenState.Verified verified
                ? Optional.ofNullable(verified.by().claimHeaders().get(lower(name))).flatMap(c -> verified.claims().text(c))
                : Optional.empty();
    }

    private boolean taken(String name) {
        return token instanceof TokenState.Verified verified && !verified.by().forward()
                && verified.by().headers().stream().anyMatch(h -> h.name().equalsIgnoreCase(name));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A header of a request as it was sent, pseudo-headers among them. */
    static Optional<String> plain(Request request, String name) {
        String lower = lower(name);
        return switch (lower) {
            case ":authority", "host" -> Optional.of(request.authority());
            case ":method" -> Optional.of(request.method());
            case ":scheme" -> Optional.of(request.scheme());
            case ":path" -> request.query().isEmpty() ? Optional.of(request.path()) : Optional.empty();
            default -> Optional.ofNullable(request.headers().get(lower));
        };
    }
}
