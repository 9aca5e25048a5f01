package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;

/** What the policies at a pod say of a request. */
final class ServerPolicies {
    private final Network net;
    private final TraceRequest request;

    ServerPolicies(Network net, TraceRequest request) {
        this.net = net;
        this.request = request;
    }

    /** @param requests whether the pod's proxy sees requests; connections else */
    Decision<Arrived> decide(Workload pod, long port, Traffic traffic, boolean requests) {
        return Decision.onward(Arrived.AT_APPLICATION);
    }
}
