package io.istiodoctor.proxy.gateway;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.match.Semantics;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** VirtualServices that name a Gateway of the pod and of which nothing comes there. Routes of the Gateway API are told by their conversion. */
final class UnboundRoutes {
    private final VirtualServiceIndex index;
    private final String namespace;

    /** @param namespace of the gateway's pod */
    UnboundRoutes(VirtualServiceIndex index, String namespace) {
        this.index = index;
        this.namespace = namespace;
    }

    List<LeftOut> find(List<Server> servers, Collection<EnvoyListener> listeners) {
        Set<ObjectRef> bound = new HashSet<>();
        listeners.stream().flatMap(l -> l.chains().stream()).forEach(c -> owners(c).forEach(bound::add));
        Map<String, List<Server>> byGateway = new LinkedHashMap<>();
        servers.forEach(s -> byGateway.computeIfAbsent(s.gatewayName(), any -> new ArrayList<>()).add(s));
        return byGateway.entrySet().stream().flatMap(e -> index.naming(e.getKey()).stream()
                .filter(v -> v.semantics() != Semantics.GATEWAY_API && !bound.contains(v.object().source()))
                .map(v -> left(v, e.getValue()))).distinct().toList();
    }

    private static Stream<ObjectRef> owners(FilterChain chain) {
        return switch (chain.content()) {
            case Http http -> http.routes().hosts().stream().flatMap(h -> h.routes().stream()).flatMap(r -> r.owner().stream());
            case Tcp tcp -> Stream.of(tcp.owner().object());
        };
    }

    private LeftOut left(EffectiveVirtualService v, List<Server> servers) {
        ObjectRef source = v.object().source();
        Optional<ObjectRef> gateway = Optional.of(servers.getFirst().gateway().source());
        if (!v.audience().includes(namespace)) {
            return new LeftOut(Reason.NOT_EXPORTED, new FieldRef(source, "spec.exportTo"), gateway, namespace);
        }
        return servers.stream().noneMatch(s -> s.accepts(v))
                ? new LeftOut(Reason.HOST_NOT_ACCEPTED, new FieldRef(source, "spec.hosts"), gateway, String.join(", ", v.hosts()))
                : new LeftOut(Reason.NO_RULE_FOR_SERVER, FieldRef.of(source), gateway, "");
    }
}
