package io.istiodoctor.mesh.match;

import java.util.Map;

/** What matches look at in a request. */
public interface Request {
    /** http, https or tcp. */
    String scheme();

    /** Host, and port where it is not the scheme's own. */
    String authority();

    /** GET, POST ... */
    String method();

    /** The path without query. */
    String path();

    /** Query parameters by name. */
    Map<String, String> query();

    /** Headers by lower-case name. */
    Map<String, String> headers();

    /** The name that the TLS handshake asks for; empty when there is none. */
    String sni();
}
