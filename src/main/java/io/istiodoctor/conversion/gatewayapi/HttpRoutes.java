package io.istiodoctor.conversion.gatewayapi;

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
        for (Kind kind : List.of(Kind.HTTP_ROUTE, Kind.GRPC_ROUTE)) {
            definitions.all(kind)
                    .forEach(route -> shares(route, kind).forEach(s -> byKey.computeIfAbsent(s.key(), any -> new ArrayList<>()).add(s)));
        }
        Map<HttpShare.Name, HttpShare> ofHttpRoutes = new HashMap<>();
        byKey.values().forEach(all -> all.stream().filter(s -> !s.grpc()).forEach(s -> ofHttpRoutes.put(s.name(), s)));
        List<RoutingObject> made = new ArrayList<>();
        byKey.values().forEach(all -> {
            List<HttpShare> kept = all.stream().filter(s -> noticed(s, all, ofHttpRoutes)).toList();
            if (!kept.isEmpty()) {
                made.add(HttpShare.merge(kept));
            }
        });
        return made;
    }

    // istiod gives the shares of a GRPCRoute and an HTTPRoute of one name the same names, and looks up those of the GRPCRoute only when some other
    // share with their key makes it look; an HTTPRoute's share with that key then stands for both.
    private boolean noticed(HttpShare share, List<HttpShare> sameKey, Map<HttpShare.Name, HttpShare> ofHttpRoutes) {
        HttpShare namesake = share.grpc() ? ofHttpRoutes.get(share.name()) : null;
        if (namesake == null || !namesake.key().equals(share.key())
                && sameKey.stream().anyMatch(other -> !other.grpc() || !ofHttpRoutes.containsKey(other.name()))) {
            return true;
        }
        leftOut.add(LeftOut.of(Reason.NAME_OF_HTTP_ROUTE, share.binding().parentRef().at(), share.host())
                .because(new FieldRef(share.route().ref(), "metadata.name")).by(FieldRef.of(namesake.route().ref())));
        return false;
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
                default -> {
                }
            }
        }
        return shares;
    }

    private List<Part> rules(Resource route, Kind kind, boolean enforced) {
        try {
            List<Part> made = new HttpRules(backends, route, kind, enforced, leftOut).convert();
            return Revisions.doubt(route).map(d -> made.stream().map(p -> p.doubted(d)).toList()).orElse(made);
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
                leftOut.add(LeftOut.of(Reason.HOST_OF_ANOTHER_LISTENER, lost.at(), host).because(lost.cause())
                        .by(keeper.get().listener().at()));
            } else {
                shares.add(new HttpShare(binding.gateway() + "/" + host, route, shares.size(), host, written.at(), binding, rules));
            }
        }
    }

    private static void share(Resource route, RouteBinding.ToMesh binding, List<Part> rules, List<HttpShare> shares) {
        List<Part> all = binding.port().map(port -> PortMatches.add(rules, port, binding.parentRef())).orElse(rules);
        String key = route.ref().namespace() + binding.port().map(p -> "/" + p).orElse("");
        for (String host : binding.hosts()) {
            shares.add(new HttpShare(key + "/" + host, route, shares.size(), host, binding.parentRef().at(), binding, all));
        }
    }
}
