package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;

/** The rules of TCPRoutes and TLSRoutes as those of a VirtualService (conversion.go, convertTCPRoute and convertTLSRoute). */
final class TransportRules {
    private static final long NOWHERE = 65535;

    private TransportRules() {}

    /**
     * The rules of a route.
     *
     * @param enforced whether references to other namespaces must be granted
     */
    static List<Part> convert(Backends backends, Resource route, Kind kind, boolean enforced, List<LeftOut> leftOut) throws RouteRefused {
        List<Part> made = new ArrayList<>();
        for (Written rule : Written.spec(route).get("rules").elements()) {
            List<Written> weighted = Backends.weighted(rule).toList();
            if (weighted.isEmpty()) {
                leftOut.add(LeftOut.of(Reason.BACKENDS_WEIGHTLESS, rule.at(), "").because(rule.get("backendRefs").at()));
                made.add(Part.mapping(rule.at()).with("route", Part.list(List.of(nowhere(rule.get("backendRefs").at())), rule.at())));
                continue;
            }
            List<Part> destinations = new ArrayList<>();
            for (Written backend : weighted) {
                Backends.Result result = backends.of(route, kind, backend, enforced);
                result.problems().forEach(leftOut::add);
                Part one = Part.mapping(backend.at()).with("destination", result.destination());
                destinations
                        .add(weighted.size() > 1 ? one.with("weight", Part.of(Backends.weight(backend), backend.get("weight").at())) : one);
            }
            Part base = kind == Kind.TLS_ROUTE ? Part.mapping(rule.at()).with("match", Part.list(List.of(names(route)), rule.at()))
                    : Part.mapping(rule.at());
            made.add(base.with("route", Part.list(destinations, rule.get("backendRefs").at())));
        }
        return made;
    }

    private static Part names(Resource route) {
        FieldRef at = new FieldRef(route.ref(), "spec.hostnames");
        List<Part> hosts = RouteBinding.hosts(route).stream().map(Part::of).toList();
        return Part.mapping(at).with("sniHosts", Part.list(hosts.isEmpty() ? List.of(Part.of("*", at)) : hosts, at));
    }

    // Connections that shall go nowhere go to a cluster that does not exist.
    private static Part nowhere(FieldRef at) {
        return Part.mapping(at).with("destination",
                Part.mapping(at).with("host", "internal.cluster.local", at).with("subset", "zero-weight", at)
                        .with("port", Part.mapping(at).with("number", Part.of(NOWHERE, at))));
    }
}
