package io.istiodoctor.mesh.match;

import java.util.List;
import java.util.Map;

/** What matches look at in a request. */
public interface Request {
    /** http, https or tcp. */
    String scheme();

    /** The Host header: host, and port where it is not the scheme's own. */
    String authority();

    /** GET, POST ... */
    String method();

    /** The path without query. */
    String path();

    /** Query parameters by name. */
    Map<String, String> query();

    /** Headers by lower-case name. */
    Map<String, String> headers();

    /** Whether a browser asks beforehand what it may (the preflight request of CORS). */
    default boolean preflight() {
        return method().equals("OPTIONS") && headers().containsKey("origin") && headers().containsKey("access-control-request-method");
    }

    /** What a verified token says at a path of its claims, in a text each; none where there is no token, or nobody looked at it. */
    default List<String> claims(List<String> path) {
        return List.of();
    }

    /** The name that the TLS handshake asks for; empty when there is none. */
    String sni();
}
