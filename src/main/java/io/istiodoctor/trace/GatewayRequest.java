package io.istiodoctor.trace;

import io.istiodoctor.mesh.policy.Claims;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.trace.Traffic.Wrapping;
import java.util.List;
import java.util.Optional;

/**
 * A connection in the chain of a gateway's listener that was chosen for it.
 *
 * @param claims what the request's token says, where the gateway has verified it
 * @param accepted that it was taken, not told yet; empty where something else was told of it
 */
record GatewayRequest(GatewayArrival arrival, FilterChain chain, Optional<Claims> claims, Optional<Step> accepted) {
    /** One whose token nobody has looked at. */
    GatewayRequest(GatewayArrival arrival, FilterChain chain, Optional<Step> accepted) {
        this(arrival, chain, Optional.empty(), accepted);
    }

    /** What is to be told of the gateway before anything else. */
    List<Step> told() {
        return accepted.stream().toList();
    }

    /** Whether what is within the connection, once the gateway has ended its TLS, is TLS of the client's own. */
    boolean sealed(TraceRequest request) {
        return chain.tls().isEmpty() ? request.tls() : arrival.traffic().filter(t -> t.tls() == Wrapping.MUTUAL && t.sealed()).isPresent();
    }

    GatewayRequest silent() {
        return new GatewayRequest(arrival, chain, claims, Optional.empty());
    }

    /** The same with what the token says. */
    GatewayRequest verified(Optional<Claims> token) {
        return new GatewayRequest(arrival, chain, token, accepted);
    }

    /**
     * The request as routes see it.
     *
     * @param trusting whether the gateway trusts a proxy before it
     */
    SeenRequest seen(TraceRequest request, boolean trusting) {
        return SeenRequest.of(request, trusting).verified(claims);
    }
}
