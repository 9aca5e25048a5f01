package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What istiod makes of TCPRoutes and TLSRoutes (route_collections.go): a VirtualService for each parent and host, none of them merged. */
final class TransportRoutes {
    private final RouteParents parents;
    private final Backends backends;
    private final List<LeftOut> leftOut;

    TransportRoutes(RouteParents parents, Backends backends, List<LeftOut> leftOut) {
        this.parents = parents;
        this.backends = backends;
        this.leftOut = leftOut;
    }

    /** The VirtualServices of all TCPRoutes and TLSRoutes. */
    List<RoutingObject> convert(Definitions definitions) {
        List<RoutingObject> made = new ArrayList<>();
        for (Kind kind : List.of(Kind.TCP_ROUTE, Kind.TLS_ROUTE)) {
            definitions.all(kind).forEach(route -> convert(route, kind, made));
        }
        return made;
    }

    private void convert(Resource route, Kind kind, List<RoutingObject> made) {
        RouteBinding.Bindings bindings = parents.of(route, kind);
        List<Part> forGateways = bindings.names() ? rules(route, kind, true) : List.of();
        List<Part> forMesh = bindings.namesMesh() ? rules(route, kind, false) : List.of();
        int count = 0;
        for (RouteBinding binding : bindings.taken()) {
            List<Part> hosts = hosts(route, kind, binding);
            for (Part host : hosts) {
                String name = route.ref().name() + (kind == Kind.TLS_ROUTE ? "~tls~" : "~tcp~") + count++ + "~" + Names.GATEWAY;
                made.add(virtualService(route, kind, name, host, binding, switch (binding) {
                    case RouteBinding.ToListener listener -> ofListener(kind, listener, forGateways);
                    case RouteBinding.ToMesh mesh -> ofMesh(kind, mesh, host, forMesh);
                }));
            }
        }
    }

    private List<Part> rules(Resource route, Kind kind, boolean enforced) {
        try {
            return TransportRules.convert(backends, route, kind, enforced, leftOut);
        } catch (RouteRefused refused) {
            leftOut.add(refused.leftOut());
            return List.of();
        }
    }

    private static List<Part> hosts(Resource route, Kind kind, RouteBinding binding) {
        FieldRef parent = binding.parentRef().at();
        return switch (binding) {
            case RouteBinding.ToMesh mesh -> mesh.hosts().stream().map(h -> Part.of(h, parent)).toList();
            case RouteBinding.ToListener listener -> {
                List<Written> written = kind == Kind.TLS_ROUTE ? RouteBinding.hosts(route) : List.of();
                List<Part> hosts = written.isEmpty() ? List.of(Part.of("*", new FieldRef(route.ref(), "spec")))
                        : written.stream().map(Part::of).toList();
                String own = listener.to().hostname();
                yield kind == Kind.TCP_ROUTE || own.isEmpty() ? hosts : ServerNames.meeting(hosts, own);
            }
        };
    }

    private static List<Part> ofListener(Kind kind, RouteBinding.ToListener listener, List<Part> rules) {
        String own = listener.to().hostname();
        return kind == Kind.TCP_ROUTE || own.isEmpty() ? rules : ServerNames.within(rules, own);
    }

    private static List<Part> ofMesh(Kind kind, RouteBinding.ToMesh mesh, Part host, List<Part> rules) {
        List<Part> named = kind == Kind.TCP_ROUTE ? rules : ServerNames.ofService(rules, mesh.hosts(), mesh.parentRef().at());
        // A rule for TLS without a match, where no backend has a weight, gets none for a port either.
        List<Part> all = mesh.port().isEmpty() ? named : named.stream().flatMap(r -> kind == Kind.TLS_ROUTE && r.field("match").isEmpty()
                ? Stream.of(r) : PortMatches.add(List.of(r), mesh.port().get(), mesh.parentRef()).stream()).toList();
        return kind == Kind.TCP_ROUTE ? all : ServerNames.compatible(all, host.node().text().orElse(""));
    }

    private static RoutingObject virtualService(Resource route, Kind kind, String name, Part host, RouteBinding binding, List<Part> rules) {
        FieldRef at = FieldRef.of(route.ref());
        FieldRef reference = binding.parentRef().at();
        Part spec = Part.mapping(at).with("hosts", Part.list(List.of(host), host.origins().get("")))
                .with("gateways", Part.list(List.of(Part.of(binding.gateway(), reference)), reference));
        spec = rules.isEmpty() ? spec
                : spec.with(kind == Kind.TLS_ROUTE ? "tls" : "tcp", Part.list(rules, at.child("spec").child("rules")));
        Part made = spec;
        return RoutingObject.made(Names.virtualService(route.ref().namespace(), name), route, RouteAnnotations.of(List.of(route)),
                binding.doubt().map(made::doubted).orElse(made));
    }
}
