package io.istiodoctor.trace;

/** What the policies at a gateway say of a request, before any route is looked at. */
final class GatewayPolicies {
    private final Network net;
    private final TraceRequest request;

    GatewayPolicies(Network net, TraceRequest request) {
        this.net = net;
        this.request = request;
    }

    Decision<GatewayRequest> decide(GatewayRequest at) {
        return Decision.onward(at);
    }
}
