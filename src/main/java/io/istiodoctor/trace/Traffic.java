package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import java.util.List;
import java.util.Optional;

/**
 * What arrives at a pod.
 *
 * @param from the pod that sends it; empty for a client outside
 * @param proxied whether Istio's proxy sends it
 * @param http whether it is made of requests that the sender's proxy, or the client, has formed
 * @param http2 whether these are HTTP/2
 * @param requests whether it is HTTP without TLS, as far as the application sees it, whoever formed it
 * @param tls how it is wrapped
 * @param sealed whether the application gets TLS, within mutual TLS or without
 * @param sni the name asked for in TLS
 */
record Traffic(Optional<Workload> from, boolean proxied, boolean http, boolean http2, boolean requests, Wrapping tls, boolean sealed,
        String sni) {
    /** TLS around what arrives. */
    enum Wrapping {
        /** None. */
        PLAIN,
        /** Istio's mutual TLS. */
        MUTUAL,
        /** TLS that the application must end: of the client itself, or originated by the proxy. */
        FOREIGN
    }

    /** The connection as the listener of the pod's proxy sees it. */
    Connection connection(String address, long port) {
        List<String> protocols = switch (tls) {
            case MUTUAL -> !http ? List.of("istio-peer-exchange", "istio") : http2 ? List.of("istio-h2", "istio", "h2")
                    : List.of("istio-http/1.1", "istio", "http/1.1");
            case FOREIGN -> http ? List.of("h2", "http/1.1") : List.of();
            case PLAIN -> !http ? List.of() : http2 ? List.of("h2c") : List.of("http/1.1");
        };
        return new Connection(address, port, tls != Wrapping.PLAIN, tls != Wrapping.PLAIN ? sni : "", protocols);
    }

    /** What is inside where the proxy that it comes to ends its TLS; that proxy answers requests itself then. */
    Traffic opened(boolean requests) {
        return new Traffic(from, proxied, requests, http2, requests, Wrapping.PLAIN, false, "");
    }

    /** What the client sees when the connection is cut: of a proxy its answer, else the cut itself. */
    Outcome cut(String flag) {
        return proxied && http ? new Outcome.Status(503, flag) : Outcome.reset();
    }

    /** What the client sees when nothing comes back: a proxy gives up after a while. */
    Outcome unanswered() {
        return !proxied ? new Outcome.Failed(Outcome.Failure.TIMEOUT) : http ? new Outcome.Status(503, "UF") : Outcome.reset();
    }

    /** What the client sees when nothing listens. */
    Outcome refused() {
        return !proxied ? Outcome.refused() : http ? new Outcome.Status(503, "UF") : Outcome.reset();
    }
}
