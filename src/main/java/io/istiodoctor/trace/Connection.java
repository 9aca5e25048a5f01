package io.istiodoctor.trace;

import java.util.List;

/**
 * A connection as a listener sees it before it reads on.
 *
 * @param address the destination that the client meant
 * @param tls whether it begins with a TLS greeting
 * @param sni the name in that greeting; empty when there is none
 * @param protocols application protocols, the client's favourite first: those of the greeting, or what the first bytes show (http/1.1, h2c)
 */
record Connection(String address, long port, boolean tls, String sni, List<String> protocols) {
    Connection {
        protocols = List.copyOf(protocols);
    }

    /** What a client outside of the mesh opens. */
    static Connection of(TraceRequest request, String address, long port) {
        List<String> protocols = !request.http() ? List.of() : request.tls() ? List.of("h2", "http/1.1") : List.of("http/1.1");
        return new Connection(address, port, request.tls(), request.tls() ? request.sni() : "", protocols);
    }
}
