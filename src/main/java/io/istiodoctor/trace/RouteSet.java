package io.istiodoctor.trace;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.route.GatewayReference;
import io.istiodoctor.mesh.route.RouteRule;
import io.istiodoctor.mesh.route.RouteRuleReader;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of one routing object for its hosts.
 *
 * @param hosts full names or wildcards, with the path of each inside the object
 * @param parents the Gateways it is attached to
 * @param virtualService when it is one
 */
record RouteSet(Resource owner, Kind kind, List<Host> hosts, List<Parent> parents, List<RouteRule> http, List<RouteRule> tls,
        List<RouteRule> tcp, Optional<VirtualService> virtualService) {
    /** A host and where it stands. */
    record Host(String name, String path) {}

    /**
     * A Gateway it is attached to.
     *
     * @param listener path of the only listener that counts; empty for all of them
     */
    record Parent(String gateway, Kind kind, String listener, long port, String path) {
        boolean is(Server server) {
            return server.qualifiedName().equals(gateway) && Kind.of(server.ref().apiVersion(), server.ref().kind())
                    .filter(k -> k == kind).isPresent() && (port == 0 || port == server.port())
                    && (listener.isEmpty() || listener.equals(listenerName(server)));
        }

        private static String listenerName(Server server) {
            return FieldPath.parse(server.path()).in(server.owner().root()).text("name");
        }
    }

    /** A host as a server takes it. */
    record Domain(String name, Host host) {}

    static RouteSet of(VirtualService v, Directory directory) {
        List<Host> hosts = new ArrayList<>();
        v.hosts().forEach(h -> hosts.add(new Host(directory.hostOf(h.written(), v.namespace()), h.path())));
        List<Parent> parents = v.topGateways().stream().map(g -> new Parent(g.target(), kind(g), "", 0, g.path())).toList();
        return new RouteSet(v.resource(), Kind.VIRTUAL_SERVICE, List.copyOf(hosts), parents, RouteRuleReader.http(v.resource()),
                RouteRuleReader.tls(v.resource()), RouteRuleReader.tcp(v.resource()), Optional.of(v));
    }

    private static Kind kind(GatewayReference reference) {
        return reference.gateway().isPresent() || !reference.found() ? Kind.ISTIO_GATEWAY : Kind.KUBERNETES_GATEWAY;
    }

    /** How it is attached to a server; empty when it is not. */
    Optional<Parent> parent(Server server) {
        return parents.stream().filter(p -> p.is(server)).filter(p -> p.kind() != Kind.KUBERNETES_GATEWAY || allowed(server)).findFirst();
    }

    // A listener takes routes of its own namespace unless it says otherwise; a selector of namespaces is not looked into.
    private boolean allowed(Server server) {
        String from = FieldPath.parse(server.path()).in(server.owner().root()).get("allowedRoutes").get("namespaces").text("from");
        return from.equals("All") || !from.equals("Selector") && owner.ref().namespace().equals(server.ref().namespace());
    }

    /** The hosts for which a server takes it: of each pair of hosts that overlap, the narrower. */
    List<Domain> domains(Server server) {
        if (parent(server).isEmpty()) {
            return List.of();
        }
        List<Domain> domains = new ArrayList<>();
        for (Host host : hosts) {
            if (server.istio().isEmpty() || server.istio().get().accepts(host.name(), owner.ref().namespace())) {
                server.hosts().forEach(accepted -> HostPattern.intersection(accepted, host.name())
                        .ifPresent(d -> domains.add(new Domain(d, host))));
            }
        }
        return domains;
    }

    /** The rules of a section: http, tls or tcp. */
    List<RouteRule> section(String section) {
        return switch (section) {
            case "http" -> http;
            case "tls" -> tls;
            default -> tcp;
        };
    }
}
