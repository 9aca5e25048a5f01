package io.istiodoctor.proxy.waypoint;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.cluster.ClientRules;
import io.istiodoctor.proxy.cluster.ClusterTable;
import io.istiodoctor.proxy.cluster.Clusters;
import io.istiodoctor.proxy.cluster.NamespaceClient;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.FilterChain.Content;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import io.istiodoctor.proxy.route.HttpRoutes;
import io.istiodoctor.proxy.route.Sender;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import java.util.List;
import java.util.Optional;

/** What a waypoint does with what is sent to the Services behind it (buildWaypointInternal of Istio): by the Service, whatever host a request names. */
public final class WaypointBuilder {
    private static final List<String> HTTP = List.of("http/1.0", "http/1.1", "h2c");

    private final Mesh mesh;
    private final ServiceRegistry registry;
    private final EndpointRegistry endpoints;
    private final VirtualServiceIndex index;
    private final ClientRules rules;

    public WaypointBuilder(Mesh mesh, ServiceRegistry registry, EndpointRegistry endpoints, VirtualServiceIndex index, ClientRules rules) {
        this.mesh = mesh;
        this.registry = registry;
        this.endpoints = endpoints;
        this.index = index;
        this.rules = rules;
    }

    private Client client(Workload pod) {
        return new NamespaceClient(rules, registry, pod, false);
    }

    /** The clusters of a waypoint. */
    public ClusterTable clusters(Workload pod) {
        return new WaypointClusters(new Clusters(mesh, registry, endpoints, client(pod)));
    }

    /** The chains for one port of a host; empty where the waypoint does not know it. */
    public Optional<EnvoyListener> listener(Workload pod, String host, long port) {
        return client(pod).service(host)
                .flatMap(s -> s.port(port).map(p -> new EnvoyListener(host, port, chains(new Before(pod, s, p)), Optional.empty())));
    }

    /** A Service port before which the waypoint stands. */
    private record Before(Workload pod, RegistryService service, RegistryPort port) {
        // Only routes in the Service's namespace, or in the waypoint's own, are let (getVirtualServiceForWaypoint).
        boolean routed(EffectiveVirtualService v) {
            boolean near = v.namespace().equals(pod.namespace()) || v.namespace().equals(service.namespace());
            return near && v.hosts().stream().anyMatch(h -> HostPattern.covers(h, service.host()));
        }

        ClusterShare own() {
            return new ClusterShare(ClusterName.outbound(port.number(), "", service.host()), 0, port.origin());
        }
    }

    private List<FilterChain> chains(Before before) {
        Protocol protocol = before.port.protocol();
        FilterChain requests = chain(before,
                protocol == Protocol.DETECTED ? new ChainMatch(0, List.of(), List.of(), Transport.ANY, HTTP) : ChainMatch.ANY,
                requests(before));
        FilterChain bytes = chain(before, ChainMatch.ANY,
                new ConnectionsBefore(mesh.directory(), client(before.pod)).of(routes(before), before.service, before.port)
                        .orElseGet(() -> new Content.Tcp(List.of(before.own()), before.port.origin())));
        return protocol == Protocol.DETECTED ? List.of(requests, bytes) : List.of(protocol.http() ? requests : bytes);
    }

    private static FilterChain chain(Before before, ChainMatch match, Content content) {
        return new FilterChain(match, Optional.empty(), content, "", before.port.origin());
    }

    private List<EffectiveVirtualService> routes(Before before) {
        return index.of(GatewayName.MESH, before.pod.namespace()).stream().filter(before::routed).toList();
    }

    private Content requests(Before before) {
        HttpRoutes made = new HttpRoutes(mesh.directory(), new Sender(client(before.pod), GatewayName.MESH, before.port.number(), false));
        List<HttpRoute> routes = routes(before).stream().flatMap(v -> made.of(v).stream()).toList();
        HttpRoute usual = new HttpRoute(RouteMatching.ALWAYS, new RouteAction.Forward(before.own()), Optional.empty(), before.port.origin(),
                Optional.empty());
        return new Content.Http(new RouteConfiguration("inbound-vip|" + before.port.number() + "|http|" + before.service.host(),
                List.of(new VirtualHost(List.of("*"), false, routes.isEmpty() ? List.of(usual) : routes))));
    }
}
