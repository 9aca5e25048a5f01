package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.cluster.ClusterTable;
import io.istiodoctor.proxy.config.ClusterShare;
import java.util.List;
import java.util.Optional;

/**
 * A request that a proxy sends on.
 *
 * @param pod the proxy's pod
 * @param clusters what the proxy knows
 * @param shares where it goes
 * @param http whether the proxy sees requests; bytes else
 * @param tls whether the client's own TLS goes on to the endpoint
 * @param missing the status where a cluster is not there
 * @param rule the object that decided, and there its rule; empty where it is a host's own default route
 * @param owner the object that has the host; that whose rule it is, or which delegated to it
 * @param request as the proxy sends it on
 * @param meant where the client itself meant to go; empty at a gateway
 */
record Sending(Workload pod, ClusterTable clusters, List<ClusterShare> shares, boolean http, boolean tls, int missing,
        Optional<FieldRef> rule,
        Optional<ObjectRef> owner, TraceRequest request, Optional<ClusterDns.Answer> meant) {
    /** What the client gets when the proxy cannot send. */
    Outcome failing(int status, String flag) {
        return http ? new Outcome.Status(status, flag) : Outcome.reset();
    }

    /** The same, sent on by another proxy on the way. */
    Sending from(Workload other) {
        return new Sending(other, clusters, shares, http, tls, missing, rule, owner, request, meant);
    }

    /** What decided, for telling. */
    Optional<ObjectRef> decider() {
        return owner.or(() -> rule.map(FieldRef::object));
    }
}
