package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a proxy is not told of something that was written about a host. */
final class OutboundAbsences {
    private final ServiceRegistry registry;
    private final VirtualServiceIndex index;
    private final EgressScope scope;
    private final OutboundChains chains;

    OutboundAbsences(ServiceRegistry registry, VirtualServiceIndex index, EgressScope scope, OutboundChains chains) {
        this.registry = registry;
        this.index = index;
        this.scope = scope;
        this.chains = chains;
    }

    List<LeftOut> of(String written, long port) {
        String host = written.toLowerCase(Locale.ROOT);
        List<RegistryService> named = registry.find(host);
        return Stream.concat((named.isEmpty() ? registry.covering(host) : named).stream().flatMap(s -> service(s, host, port).stream()),
                virtualServices(host, port)).toList();
    }

    private Optional<LeftOut> service(RegistryService s, String host, long port) {
        Optional<RegistryService> chosen = Optional.ofNullable(scope.services().get(s.host()));
        Optional<FieldRef> at = s.port(port).map(RegistryPort::origin);
        boolean onPort = scope.listener(port)
                .filter(l -> l.services().stream().anyMatch(t -> t.host().equals(s.host()) && t.port(port).isPresent())).isPresent();
        if (!registry.visible(s, scope.namespace())) {
            return Optional.of(new LeftOut(Reason.NOT_EXPORTED, whole(s), Optional.empty(), host));
        }
        if (chosen.isEmpty()) {
            return Optional.of(new LeftOut(Reason.NOT_IMPORTED, whole(s), scope.sidecar(), host));
        }
        if (!chosen.get().resource().ref().equals(s.resource().ref())) {
            return Optional.of(new LeftOut(Reason.HOST_SUPERSEDED, whole(s), chosen.map(c -> c.resource().ref()), host));
        }
        return at.filter(p -> !onPort).map(p -> new LeftOut(Reason.NOT_IMPORTED, p, scope.sidecar(), host + ":" + port));
    }

    private static FieldRef whole(RegistryService service) {
        return FieldRef.of(service.resource().ref());
    }

    private Stream<LeftOut> virtualServices(String host, long port) {
        Optional<EgressListener> egress = scope.listener(port);
        Optional<ObjectRef> winner = chains.routes(port).flatMap(r -> r.virtualHost(host)).map(VirtualHost::routes)
                .filter(r -> !r.isEmpty())
                .flatMap(r -> r.getFirst().owner());
        return index.all().stream()
                .filter(v -> v.gateways().contains(GatewayName.MESH) && v.hosts().stream().anyMatch(h -> HostPattern.covers(h, host)))
                .flatMap(v -> reason(v, host, port, egress, winner).map(r -> new LeftOut(r, FieldRef.of(v.object().source()),
                        r == Reason.NOT_IMPORTED ? scope.sidecar() : r == Reason.HOST_SUPERSEDED ? winner : Optional.empty(), host))
                        .stream());
    }

    private Optional<Reason> reason(EffectiveVirtualService v, String host, long port, Optional<EgressListener> egress,
            Optional<ObjectRef> winner) {
        if (!v.audience().includes(scope.namespace())) {
            return Optional.of(Reason.NOT_EXPORTED);
        }
        if (egress.filter(e -> e.virtualServices().contains(v)).isEmpty()) {
            return Optional.of(Reason.NOT_IMPORTED);
        }
        List<HttpRoute> routes = chains.routes(port).map(r -> r.routes(v)).orElse(List.of());
        if (v.http().isEmpty() || winner.filter(v.object().source()::equals).isPresent()) {
            return Optional.empty();
        }
        if (routes.isEmpty()) {
            return Optional.of(Reason.NO_RULE_FOR_POD);
        }
        if (port != 80 && chains.routes(port).filter(r -> r.registered(host)).isEmpty()) {
            return registry.find(host).isEmpty() ? Optional.of(Reason.HOST_NOT_REGISTERED) : Optional.empty();
        }
        return winner.map(w -> Reason.HOST_SUPERSEDED);
    }
}
