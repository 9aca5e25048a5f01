package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.policy.Claims;
import java.util.List;
import java.util.Map;

/** A request whose token a gateway has verified: its routes may look at what that says. */
record VerifiedRequest(Request request, Claims token) implements Request {
    @Override
    public String scheme() {
        return request.scheme();
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
        return token.texts(path);
    }
}
