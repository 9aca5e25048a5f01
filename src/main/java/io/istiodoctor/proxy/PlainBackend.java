package io.istiodoctor.proxy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.cluster.ClusterTable;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterTls;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.HttpRoute;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A backend of a route of the Gateway API, or of an Ingress, to which a gateway sends plain HTTP, though its port expects TLS. */
public final class PlainBackend implements Subject {
    private static final Set<Kind> KINDS = Set.of(Kind.HTTP_ROUTE, Kind.GRPC_ROUTE, Kind.INGRESS);

    private final Resource route;
    private final String path;
    private final ServicePort port;

    private PlainBackend(Resource route, String path, ServicePort port) {
        this.route = route;
        this.path = path;
        this.port = port;
    }

    /** Those of which some gateway's pod is told, each once. */
    static List<PlainBackend> of(Proxies proxies) {
        Map<ObjectRef, Resource> routes = new LinkedHashMap<>();
        KINDS.forEach(k -> proxies.mesh().directory().all(k).forEach(r -> routes.put(r.ref(), r)));
        Map<List<Object>, PlainBackend> found = new LinkedHashMap<>();
        if (!routes.isEmpty()) {
            alike(proxies.gatewayPods())
                    .forEach(pod -> of(proxies, pod, routes).forEach(b -> found.putIfAbsent(List.of(b.route.ref(), b.path), b)));
        }
        return List.copyOf(found.values());
    }

    private static Stream<PlainBackend> of(Proxies proxies, Workload pod, Map<ObjectRef, Resource> routes) {
        ClusterTable clusters = proxies.gatewayClusters(pod);
        return proxies.gateway(pod).listeners().stream().flatMap(PlainBackend::routes)
                .flatMap(r -> r.owner().flatMap(o -> Optional.ofNullable(routes.get(o))).stream().flatMap(route -> r.clusterNames().stream()
                        .flatMap(c -> port(proxies, clusters, c).stream())
                        .map(p -> new PlainBackend(route, path(route, r.origin().path(), p), p))));
    }

    // What one replica is told, all are.
    private static Collection<Workload> alike(List<Workload> pods) {
        Map<List<Object>, Workload> first = new LinkedHashMap<>();
        pods.forEach(p -> first.putIfAbsent(List.of(p.namespace(), p.labels()), p));
        return first.values();
    }

    private static Stream<HttpRoute> routes(EnvoyListener listener) {
        return Stream.concat(listener.chains().stream(), listener.otherwise().stream()).map(FilterChain::content)
                .flatMap(c -> c instanceof Http http ? http.routes().hosts().stream() : null).flatMap(h -> h.routes().stream());
    }

    // Istio's own mTLS ends beside the application, which gets plain HTTP all the same.
    private static Optional<ServicePort> port(Proxies proxies, ClusterTable clusters, ClusterName name) {
        return clusters.find(name).filter(c -> !(c.tls() instanceof ClusterTls.Originated))
                .flatMap(c -> proxies.registry().find(name.host()).stream().flatMap(s -> s.kubernetes().stream()).findFirst())
                .flatMap(s -> s.port(name.port())).filter(ServicePort::expectsTls);
    }

    private static String path(Resource route, String origin, ServicePort port) {
        String rule = origin.replaceFirst("\\.matches\\[\\d+]$", "");
        List<Node> backends = FieldPath.parse(rule + ".backendRefs").in(route.root()).elements();
        for (int i = 0; i < backends.size(); i++) {
            Node backend = backends.get(i);
            if (backend.text("name").equals(port.service().name()) && backend.get("port").number().equals(Optional.of(port.number()))
                    && backend.get("namespace").text().orElse(route.ref().namespace()).equals(port.service().namespace())) {
                return rule + ".backendRefs[" + i + "]";
            }
        }
        return FieldPath.parse(rule + ".backend").in(route.root()).isPresent() ? rule + ".backend" : rule;
    }

    @Override
    public Resource resource() {
        return route;
    }

    @Override
    public String path() {
        return path;
    }

    /** The port of the Service. */
    @SeenByRules
    public ServicePort port() {
        return port;
    }

    /** The Service. */
    @SeenByRules
    public Service service() {
        return port.service();
    }
}
