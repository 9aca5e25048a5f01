package io.istiodoctor.proxy.gateway;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.match.RouteOrder;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import io.istiodoctor.proxy.route.HttpRoutes;
import io.istiodoctor.proxy.route.Sender;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The route tables of a gateway (buildGatewayHTTPRouteConfig of Istio). */
final class GatewayRoutes {
    /** A virtual host that is being put together. */
    private static final class Draft {
        private final List<HttpRoute> routes = new ArrayList<>();
        private boolean requireTls;
    }

    private final Directory directory;
    private final Client client;
    private final VirtualServiceIndex index;

    GatewayRoutes(Directory directory, Client client, VirtualServiceIndex index) {
        this.directory = directory;
        this.client = client;
        this.index = index;
    }

    /** The table that servers share: the routes of every VirtualService on each of their hosts. */
    RouteConfiguration table(String name, List<Server> servers) {
        Map<String, Draft> hosts = new LinkedHashMap<>();
        Map<String, Map<EffectiveVirtualService, List<HttpRoute>>> made = new HashMap<>();
        for (Server server : servers) {
            for (EffectiveVirtualService v : index.of(server.gatewayName(), client.workload().namespace())) {
                List<String> common = server.accepted(v);
                if (!common.isEmpty()) {
                    List<HttpRoute> routes = made.computeIfAbsent(server.gatewayName(), g -> new IdentityHashMap<>()).computeIfAbsent(v,
                            any -> new HttpRoutes(directory,
                                    new Sender(client, server.gatewayName(), server.spec().port(), server.spec().tls().isPresent())).of(v));
                    add(hosts, server, common, routes);
                }
            }
            if (server.spec().httpsRedirect()) {
                server.spec().hosts().forEach(h -> hosts.computeIfAbsent(h.toLowerCase(Locale.ROOT), any -> new Draft()).requireTls = true);
            }
        }
        return new RouteConfiguration(name, hosts.isEmpty() ? List.of(new VirtualHost(List.of("*"), false, List.of())) : collapsed(hosts));
    }

    private static void add(Map<String, Draft> hosts, Server server, List<String> common, List<HttpRoute> routes) {
        if (routes.isEmpty()) {
            return;
        }
        for (String host : common) {
            Draft draft = hosts.computeIfAbsent(host.toLowerCase(Locale.ROOT), any -> new Draft());
            draft.routes.addAll(routes);
            draft.requireTls |= server.spec().httpsRedirect();
        }
    }

    // Hosts with the very same routes become one virtual host, but istiod compares each with the last of those routes alone (collapseDuplicateRoutes).
    private static List<VirtualHost> collapsed(Map<String, Draft> hosts) {
        List<Collapsed> all = new ArrayList<>();
        Map<List<Integer>, Collapsed> last = new HashMap<>();
        hosts.keySet().stream().sorted(HostPattern.BY_SPECIFICITY.reversed()).forEach(h -> {
            Draft draft = hosts.get(h);
            List<Integer> routes = draft.routes.stream().map(System::identityHashCode).toList();
            Collapsed known = last.get(routes);
            if (known != null && known.draft.requireTls == draft.requireTls) {
                known.domains.add(h);
            } else {
                Collapsed made = new Collapsed(draft, new ArrayList<>(List.of(h)));
                all.add(made);
                last.put(routes, made);
            }
        });
        return all.stream().map(c -> new VirtualHost(c.domains, c.draft.requireTls, RouteOrder.sorted(c.draft.routes, HttpRoute::catchAll)))
                .toList();
    }

    private record Collapsed(Draft draft, List<String> domains) {}
}
