package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.policy.Claims;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request as a proxy's routes see it.
 *
 * @param scheme http or https: that of the connection, or what a proxy before is believed to have seen
 * @param token what the request's token says, where it was verified here
 */
record SeenRequest(TraceRequest request, String scheme, Optional<Claims> token) implements Request {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /**
     * What a proxy makes of a request that arrives (mutateRequestHeaders of Envoy).
     *
     * @param believed whether it believes the header X-Forwarded-Proto: sidecars do, gateways where they trust a proxy before them
     */
    static SeenRequest of(TraceRequest request, boolean believed) {
        String told = request.headers().getOrDefault("x-forwarded-proto", "");
        return new SeenRequest(request, believed && SCHEMES.contains(told) ? told : request.scheme(), Optional.empty());
    }

    /** The same with what its token says. */
    SeenRequest verified(Optional<Claims> claims) {
        return new SeenRequest(request, scheme, claims);
    }

    @Override
    public String authority() {
        return request.authority();
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public Map<String, String> query() {
        return request.query();
    }

    @Override
    public Map<String, String> headers() {
        return request.headers();
    }

    @Override
    public String sni() {
        return request.sni();
    }

    @Override
    public List<String> claims(List<String> path) {
        return token.map(t -> t.texts(path)).orElse(List.of());
    }
}
