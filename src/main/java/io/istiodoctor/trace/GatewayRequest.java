package io.istiodoctor.trace;

import io.istiodoctor.proxy.config.FilterChain;
import java.util.List;
import java.util.Optional;

/**
 * A connection in the chain of a gateway's listener that was chosen for it.
 *
 * @param accepted that it was taken, not told yet; empty where something else was told of it
 */
record GatewayRequest(GatewayArrival arrival, FilterChain chain, Optional<Step> accepted) {
    /** What is to be told of the gateway before anything else. */
    List<Step> told() {
        return accepted.stream().toList();
    }

    GatewayRequest silent() {
        return new GatewayRequest(arrival, chain, Optional.empty());
    }
}
