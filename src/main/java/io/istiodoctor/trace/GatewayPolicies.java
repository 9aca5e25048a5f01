package io.istiodoctor.trace;

import io.istiodoctor.mesh.policy.Address;
import io.istiodoctor.mesh.policy.Peer;
import io.istiodoctor.mesh.policy.PolicyFacts;
import io.istiodoctor.mesh.policy.ProxyPolicies;
import io.istiodoctor.mesh.policy.TrustedClient;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.trace.Traffic.Wrapping;
import java.util.Optional;

/** What the policies at a gateway say of a request, before any route is looked at. */
final class GatewayPolicies {
    private final Network net;
    private final TraceRequest request;

    GatewayPolicies(Network net, TraceRequest request) {
        this.net = net;
        this.request = request;
    }

    Decision<GatewayRequest> decide(GatewayRequest at) {
        Workload pod = at.arrival().pod();
        boolean requests = at.chain().content() instanceof Http;
        Optional<Decision<GatewayRequest>> unreadable = requests ? UnreadablePath.refused(net, request, Stage.GATEWAY, pod)
                : Optional.empty();
        if (unreadable.isPresent()) {
            return Decisions.told(at.told(), unreadable.get());
        }
        ProxyPolicies policies = net.proxies().policies(pod);
        if (policies.empty()) {
            return Decision.onward(at);
        }
        Optional<Caller> caller = at.arrival().traffic().map(t -> new Caller(t.from()));
        Address source = caller.map(Caller::address)
                .orElseGet(() -> request.client().at("the request does not tell from which address it comes (--source-ip)"));
        Peer peer = at.arrival().traffic().filter(t -> t.tls() == Wrapping.MUTUAL).flatMap(t -> caller)
                .map(c -> c.certified(net.mesh().config())).orElse(Peer.ANONYMOUS);
        Address client = TrustedClient.atGateway(source, Optional.ofNullable(request.headers().get("x-forwarded-for")),
                net.mesh().config().trustedProxies());
        PolicyFacts facts = new PolicyFacts(peer, source, client, new Address.Known(pod.podIP()), at.arrival().listener().port(),
                request.tls() ? request.sni() : "", requests ? Optional.of(request) : Optional.empty(), request.client().token());
        GatewayRequest next = at.silent().verified(policies.verified(facts));
        Decision<GatewayRequest> decision = PolicyWords.decide(policies.decide(facts), Stage.GATEWAY, next,
                requests ? Optional.empty() : Optional.of(Outcome.reset()));
        return Decisions.told(at.told(), decision);
    }
}
