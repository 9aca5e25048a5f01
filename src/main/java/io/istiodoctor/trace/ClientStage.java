package io.istiodoctor.trace;

/** A request of a pod of the mesh. */
final class ClientStage {
    private final Network net;
    private final TraceRequest request;
    private final RequestOrigin.FromWorkload from;

    ClientStage(Network net, TraceRequest request, RequestOrigin.FromWorkload from) {
        this.net = net;
        this.request = request;
        this.from = from;
    }

    Decision<Arrived> follow() {
        return Decision.ended(Outcome.UNKNOWN);
    }
}
