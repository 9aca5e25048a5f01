package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.policy.Address;
import io.istiodoctor.mesh.policy.Peer;
import io.istiodoctor.mesh.policy.PolicyFacts;
import io.istiodoctor.mesh.policy.ProxyPolicies;
import io.istiodoctor.mesh.policy.Token;
import io.istiodoctor.mesh.policy.TrustedClient;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.trace.Traffic.Wrapping;
import java.util.Optional;

/** What the policies at a pod say of a request. */
final class ServerPolicies {
    private final Network net;
    private final TraceRequest request;

    ServerPolicies(Network net, TraceRequest request) {
        this.net = net;
        this.request = request;
    }

    /** What is left of the client's token behind the proxy that sends the request on: a gateway may have taken it out. */
    static Token token(Network net, TraceRequest request, Optional<Workload> from) {
        return from.filter(Workload::gateway).map(g -> net.proxies().policies(g).tokenBehind(request, request.client().token()))
                .orElse(request.client().token());
    }

    /** @param requests whether the pod's proxy sees requests; connections else */
    Decision<Arrived> decide(Workload pod, long port, Traffic traffic, boolean requests) {
        Optional<Decision<Arrived>> unreadable = requests ? UnreadablePath.refused(net, request, Stage.DESTINATION, pod) : Optional.empty();
        if (unreadable.isPresent()) {
            return unreadable.get();
        }
        ProxyPolicies policies = net.proxies().policies(pod);
        if (policies.empty()) {
            return Decision.onward(Arrived.AT_APPLICATION);
        }
        Caller caller = new Caller(traffic.from());
        Peer peer = traffic.tls() == Wrapping.MUTUAL ? caller.certified(net.mesh().config()) : Peer.ANONYMOUS;
        Address source = traffic.from().isEmpty()
                ? request.client().at("it is not known from which address the request comes (--source-ip)") : caller.address();
        boolean gateway = traffic.from().filter(Workload::gateway).isPresent();
        // A gateway writes the address of its client behind all others, a proxy beside an application leaves the header alone.
        Address client = gateway ? request.client().at("the request does not tell from which address its client comes (--source-ip)")
                : requests ? TrustedClient.atSidecar(source, Optional.ofNullable(request.headers().get("x-forwarded-for"))) : source;
        PolicyFacts facts = new PolicyFacts(peer, source, client, new Address.Known(pod.podIP()), port, "",
                requests ? Optional.<Request>of(request) : Optional.empty(),
                token(net, request, traffic.from()));
        return PolicyWords.decide(policies.decide(facts), Stage.DESTINATION, Arrived.AT_APPLICATION,
                requests ? Optional.empty() : Optional.of(traffic.cut(traffic.tls() == Wrapping.FOREIGN ? "UF" : "UC")));
    }
}
