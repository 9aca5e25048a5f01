package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one route adds to a VirtualService.
 *
 * @param key shares with one key become one VirtualService: the parent and the host
 * @param position among the shares of the route
 * @param hostAt where the host comes from
 */
record HttpShare(String key, Resource route, int position, String host, FieldRef hostAt, RouteBinding binding, List<Part> rules) {
    /** What istiod knows a share by. */
    record Name(String namespace, String route, int position) {}

    Name name() {
        return new Name(route.ref().namespace(), route.ref().name(), position);
    }

    boolean grpc() {
        return route.ref().kind().equals("GRPCRoute");
    }

    /** One VirtualService of all shares with a key; the oldest route gives it its namespace (route_collections.go, mergeHTTPRoutes). */
    static RoutingObject merge(List<HttpShare> all) {
        List<HttpShare> ordered = all.stream().sorted(Comparator.comparing(HttpShare::route, RouteAge.OLDEST_FIRST)).toList();
        HttpShare first = ordered.getFirst();
        List<Part> rules = new ArrayList<>();
        ordered.forEach(s -> s.rules.stream().sorted(RuleOrder.MOST_EXACT_FIRST)
                .forEach(r -> rules.add(s.binding.doubt().map(r::doubted).orElse(r))));
        rules.sort(RuleOrder.MOST_EXACT_FIRST);
        FieldRef reference = first.binding.parentRef().at();
        Part spec = Part.mapping(FieldRef.of(first.route.ref()))
                .with("hosts", Part.list(List.of(Part.of(first.host, first.hostAt)), first.hostAt))
                .with("gateways", Part.list(List.of(Part.of(first.binding.gateway(), reference)), reference))
                .with("http", Part.list(rules, new FieldRef(first.route.ref(), "spec.rules")));
        Optional<Doubt> doubt = ordered.size() == 1 ? first.binding.doubt() : Optional.empty();
        return RoutingObject.made(Names.virtualService(first.route.ref().namespace(), first.key.replace('/', '~')), first.route,
                RouteAnnotations.of(ordered.stream().map(HttpShare::route).toList()), doubt.map(spec::doubted).orElse(spec));
    }
}
