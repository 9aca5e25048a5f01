package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What istiod makes of HTTPRoutes and GRPCRoutes (route_collections.go): a VirtualService for each listener and host, and for the mesh one for
 * each namespace, port and host; rules of several routes are sorted into one.
 */
final class HttpRoutes {
    private final RouteParents parents;
    private final Backends backends;
    private final List<LeftOut> leftOut;

    HttpRoutes(RouteParents parents, Backends backends, List<LeftOut> leftOut) {
        this.parents = parents;
        this.backends = backends;
        this.leftOut = leftOut;
    }

    /** The VirtualServices of all HTTPRoutes and GRPCRoutes. */
    List<RoutingObject> convert(Definitions definitions) {
        Map<String, List<HttpShare>> byKey = new TreeMap<>();
        Map<String, List<HttpShare>> byName = new HashMap<>();
        for (Resource route : definitions.all(Kind.HTTP_ROUTE)) {
            List<HttpShare> shares = shares(route, Kind.HTTP_ROUTE);
            byName.put(route.ref().qualifiedName(), shares);
            shares.forEach(s -> add(byKey, s));
        }
        for (Resource route : definitions.all(Kind.GRPC_ROUTE)) {
            List<HttpShare> shares = shares(route, Kind.GRPC_ROUTE);
            List<HttpShare> before = byName.getOrDefault(route.ref().qualifiedName(), List.of());
            shares.stream().limit(before.size()).forEach(s -> leftOut.add(LeftOut.of(Reason.NAME_OF_HTTP_ROUTE, s.binding().parentRef().at(), s.host())
                    .because(new FieldRef(route.ref(), "metadata.name")).by(FieldRef.of(before.getFirst().route().ref()))));
            shares.stream().skip(before.size()).forEach(s -> add(byKey, s));
        }
        return byKey.values().stream().map(HttpShare::merge).toList();
    }

    private static void add(Map<String, List<HttpShare>> byKey, HttpShare share) {
        byKey.computeIfAbsent(share.key(), any -> new ArrayList<>()).add(share);
    }

    private List<HttpShare> shares(Resource route, Kind kind) {
        RouteBinding.Bindings bindings = parents.of(route, kind);
        List<Part> forGateways = bindings.names() ? rules(route, kind, true) : List.of();
        List<Part> forMesh = bindings.namesMesh() ? rules(route, kind, false) : List.of();
        List<HttpShare> shares = new ArrayList<>();
        for (RouteBinding binding : bindings.taken()) {
            switch (binding) {
                case RouteBinding.ToListener listener when !forGateways.isEmpty() -> share(route, listener, forGateways, shares);
                case RouteBinding.ToMesh mesh when !forMesh.isEmpty() -> share(route, mesh, forMesh, shares);
                default -> { }
            }
        }
        return shares;
    }

    private List<Part> rules(Resource route, Kind kind, boolean enforced) {
        try {
            return new HttpRules(backends, route, kind, enforced, leftOut).convert();
        } catch (RouteRefused refused) {
            leftOut.add(refused.leftOut());
            return List.of();
        }
    }

    private void share(Resource route, RouteBinding.ToListener binding, List<Part> rules, List<HttpShare> shares) {
        List<Written> hosts = RouteBinding.hosts(route);
        for (Written written : hosts.isEmpty() ? List.of(new Written(Node.of("*"), new FieldRef(route.ref(), "spec"))) : hosts) {
            String host = written.text().orElse("");
            Optional<RouteParent> keeper = binding.keeper(host);
            LeftOut lost = LeftOut.of(Reason.HOSTS_DISJOINT, written.at(), host).because(binding.parentRef().at());
            if (!binding.meets(host)) {
                leftOut.add(lost.by(binding.parent().child("hostname")));
            } else if (keeper.isPresent()) {
                leftOut.add(LeftOut.of(Reason.HOST_OF_ANOTHER_LISTENER, lost.at(), host).because(lost.cause()).by(keeper.get().listener().at()));
            } else {
                shares.add(new HttpShare(binding.gateway() + "/" + host, route, host, written.at(), binding, rules));
            }
        }
    }

    private static void share(Resource route, RouteBinding.ToMesh binding, List<Part> rules, List<HttpShare> shares) {
        List<Part> all = binding.port().map(port -> PortMatches.add(rules, port, binding.parentRef())).orElse(rules);
        String key = route.ref().namespace() + binding.port().map(p -> "/" + p).orElse("");
        for (String host : binding.hosts()) {
            shares.add(new HttpShare(key + "/" + host, route, host, binding.parentRef().at(), binding, all));
        }
    }
}
