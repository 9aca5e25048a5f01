package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.mesh.policy.Address;
import io.istiodoctor.mesh.policy.Peer;
import io.istiodoctor.mesh.policy.PolicyFacts;
import io.istiodoctor.mesh.policy.ProxyPolicies;
import io.istiodoctor.mesh.policy.Token;
import io.istiodoctor.trace.Traffic.Wrapping;
import java.util.Optional;

/** What the policies at a pod say of a request. */
final class ServerPolicies {
    private final Network net;
    private final Request request;

    ServerPolicies(Network net, Request request) {
        this.net = net;
        this.request = request;
    }

    /** @param requests whether the pod's proxy sees requests; connections else */
    Decision<Arrived> decide(Workload pod, long port, Traffic traffic, boolean requests) {
        ProxyPolicies policies = net.proxies().policies(pod);
        if (policies.empty()) {
            return Decision.onward(Arrived.AT_APPLICATION);
        }
        Caller caller = new Caller(traffic.from());
        Peer peer = traffic.tls() == Wrapping.MUTUAL ? caller.certified(net.mesh().config()) : Peer.ANONYMOUS;
        Address source = caller.address();
        boolean gateway = traffic.from().filter(Workload::gateway).isPresent();
        Address client = gateway ? new Address.Unknown("the request does not tell from which address its client comes") : source;
        PolicyFacts facts = new PolicyFacts(peer, source, client, new Address.Known(pod.podIP()), port, "", requests ? Optional.of(request) : Optional.empty(), Token.AS_SENT);
        return PolicyWords.decide(policies.decide(facts), Stage.DESTINATION, Arrived.AT_APPLICATION, requests ? Optional.empty() : Optional.of(traffic.cut(traffic.tls() == Wrapping.FOREIGN ? "UF" : "UC")));
    }
}
