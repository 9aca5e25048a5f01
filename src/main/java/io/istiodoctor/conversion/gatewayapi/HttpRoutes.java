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
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
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
    /** By what they are merged by. */
    private final Map<String, List<Share>> shares = new TreeMap<>();

    /** What one route adds to a VirtualService. */
    private record Share(Resource route, String host, FieldRef hostAt, RouteBinding binding, List<Part> rules) {}

    HttpRoutes(RouteParents parents, Backends backends, List<LeftOut> leftOut) {
        this.parents = parents;
        this.backends = backends;
        this.leftOut = leftOut;
    }

    /** The VirtualServices of all HTTPRoutes and GRPCRoutes. */
    List<RoutingObject> convert(ConversionInput input) {
        for (Kind kind : List.of(Kind.HTTP_ROUTE, Kind.GRPC_ROUTE)) {
            input.all(kind).forEach(route -> read(route, kind));
        }
        List<RoutingObject> made = new ArrayList<>();
        shares.forEach((key, all) -> made.add(merge(key, all)));
        return made;
    }

    private void read(Resource route, Kind kind) {
        RouteBinding.Bindings bindings = parents.of(route, kind);
        List<Part> forGateways = bindings.names() ? rules(route, kind, true) : List.of();
        List<Part> forMesh = bindings.namesMesh() ? rules(route, kind, false) : List.of();
        for (RouteBinding binding : bindings.taken()) {
            switch (binding) {
                case RouteBinding.ToListener listener -> share(route, listener, forGateways);
                case RouteBinding.ToMesh mesh -> share(route, mesh, forMesh);
            }
        }
    }

    private List<Part> rules(Resource route, Kind kind, boolean enforced) {
        try {
            return new HttpRules(backends, route, kind, enforced, leftOut).convert();
        } catch (RouteRefused refused) {
            leftOut.add(refused.leftOut());
            return List.of();
        }
    }

    private void share(Resource route, RouteBinding.ToListener binding, List<Part> rules) {
        List<Written> hosts = RouteBinding.hosts(route);
        List<Written> all = hosts.isEmpty() ? List.of(new Written(Part.of("*", FieldRef.of(route.ref())).node(), new FieldRef(route.ref(), "spec"))) : hosts;
        for (Written written : rules.isEmpty() ? List.<Written>of() : all) {
            String host = written.text().orElse("");
            Optional<RouteParent> keeper = binding.keeper(host);
            if (!binding.meets(host)) {
                leftOut.add(LeftOut.of(Reason.HOSTS_DISJOINT, written.at(), host).because(binding.parentRef().at())
                        .by(binding.parent().child("hostname")));
            } else if (keeper.isPresent()) {
                leftOut.add(LeftOut.of(Reason.HOST_OF_ANOTHER_LISTENER, written.at(), host).because(binding.parentRef().at())
                        .by(keeper.get().listener().at()));
            } else {
                add(binding.gateway() + "/" + host, new Share(route, host, written.at(), binding, rules));
            }
        }
    }

    private void share(Resource route, RouteBinding.ToMesh binding, List<Part> rules) {
        List<Part> all = binding.port().map(port -> PortMatches.add(rules, port, binding.parentRef())).orElse(rules);
        String key = route.ref().namespace() + binding.port().map(p -> "/" + p).orElse("");
        for (String host : rules.isEmpty() ? List.<String>of() : binding.hosts()) {
            add(key + "/" + host, new Share(route, host, binding.parentRef().at(), binding, all));
        }
    }

    private void add(String key, Share share) {
        shares.computeIfAbsent(key, any -> new ArrayList<>()).add(share);
    }

    private static RoutingObject merge(String key, List<Share> all) {
        List<Share> ordered = new ArrayList<>(all);
        ordered.sort((a, b) -> RouteAge.OLDEST_FIRST.compare(a.route, b.route));
        Share first = ordered.getFirst();
        List<Part> rules = new ArrayList<>();
        ordered.forEach(s -> {
            List<Part> sorted = new ArrayList<>(s.rules);
            sorted.sort(RuleOrder.MOST_EXACT_FIRST);
            sorted.forEach(r -> rules.add(s.binding.doubt().map(r::doubted).orElse(r)));
        });
        rules.sort(RuleOrder.MOST_EXACT_FIRST);
        FieldRef at = FieldRef.of(first.route.ref());
        Part spec = Part.mapping(at).with("hosts", Part.list(List.of(Part.of(first.host, first.hostAt)), first.hostAt))
                .with("gateways", Part.list(List.of(Part.of(first.binding.gateway(), first.binding.parentRef().at())), first.binding.parentRef().at()))
                .with("http", Part.list(rules, at.child("spec").child("rules")));
        Optional<Doubt> doubt = ordered.stream().flatMap(s -> s.binding.doubt().stream()).findFirst();
        return RoutingObject.made(Names.virtualService(first.route.ref().namespace(), key.replace('/', '~')), first.route,
                RouteAnnotations.of(ordered.stream().map(Share::route).toList()), ordered.size() == 1 ? doubt.map(spec::doubted).orElse(spec) : spec);
    }
}
