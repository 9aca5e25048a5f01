package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.match.Request;
import java.util.Optional;

/**
 * What is known of a request, or of a connection, at the proxy that is asked.
 *
 * @param peer who the certificate says it is, at this proxy: behind a gateway, the gateway
 * @param source where the connection comes from: behind a gateway, the gateway
 * @param client where the request first came from, as the proxy believes it (X-Forwarded-For, PROXY protocol)
 * @param destination the address at which this proxy was reached
 * @param port the port at which this proxy was reached: the pod's, not the Service's
 * @param sni the name that the client asked for in its TLS greeting; empty when there was none
 * @param request the HTTP request; empty for a connection of which the proxy sees bytes only
 */
public record PolicyFacts(Peer peer, Address source, Address client, Address destination, long port, String sni, Optional<Request> request,
        Token token) {
    /** Whether the proxy sees requests, not bytes only. */
    public boolean http() {
        return request.isPresent();
    }
}
