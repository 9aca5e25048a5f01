package io.istiodoctor.proxy.policy;

import io.istiodoctor.mesh.match.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Headers of a request as a proxy sees them, pseudo-headers among them. */
final class RequestHeaders {
    private static final Set<String> WRITTEN = Set.of("user-agent", "accept", "accept-encoding", "content-length", "content-type", "forwarded", "via",
            "traceparent", "tracestate", "b3");

    private RequestHeaders() {}

    static Optional<String> value(Request request, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case ":authority", "host" -> Optional.of(request.authority());
            case ":method" -> Optional.of(request.method());
            case ":scheme" -> Optional.of(request.scheme());
            case ":path" -> request.query().isEmpty() ? Optional.of(request.path()) : Optional.empty();
            default -> Optional.ofNullable(request.headers().get(lower));
        };
    }

    /** Whether a header may be there although the request does not show it. */
    static boolean writtenByProxies(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return WRITTEN.contains(lower) || lower.equals(":path") || lower.startsWith("x-forwarded-") || lower.startsWith("x-envoy-")
                || lower.startsWith("x-b3-") || lower.equals("x-request-id");
    }
}
