package io.istiodoctor.mend;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.RequestOrigin;
import io.istiodoctor.trace.TraceRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a request stopped: the state, the request, and what was meant for it. */
record Site(World world, TraceRequest request, Optional<Goal> to) {
    private static final List<Kind> HTTP_ROUTES = List.of(Kind.HTTP_ROUTE, Kind.GRPC_ROUTE);

    /** The host that routing sees. */
    String host() {
        return http() ? request.routedHost() : request.sni().isEmpty() ? request.host() : request.sni();
    }

    /** The pod that sends the request. */
    Optional<Workload> client() {
        return request.from() instanceof RequestOrigin.FromWorkload(String namespace, String name)
                ? world.proxies().endpoints().pods().in(namespace).stream()
                        .filter(w -> w.name().equals(name) || w.name().startsWith(name + "-")).findFirst()
                : Optional.empty();
    }

    /** The Service that the request is said to be meant for, where it exists. */
    Optional<Service> service(Goal goal) {
        Directory directory = world.mesh().directory();
        return directory.service(directory.hostOfService(goal.name(), goal.namespace()));
    }

    boolean http() {
        return request.scheme().startsWith("http");
    }

    boolean tls() {
        return request.scheme().equals("https") || request.scheme().equals("tls");
    }

    /** The VirtualServices that have the host. */
    List<VirtualService> virtualServices() {
        return world.mesh().virtualServices().stream().filter(v -> covers(v.hosts().stream().map(h -> h.host()))).toList();
    }

    /** The HTTPRoutes and GRPCRoutes that have the host, or no host of their own. */
    List<Resource> routes() {
        return HTTP_ROUTES.stream().flatMap(k -> world.all(k).stream()).filter(r -> {
            List<String> hosts = r.spec().get("hostnames").elements().stream().flatMap(h -> h.text().stream()).toList();
            return hosts.isEmpty() || covers(hosts.stream());
        }).toList();
    }

    /** The TLSRoutes that have the host. */
    List<Resource> tlsRoutes() {
        return world.all(Kind.TLS_ROUTE).stream()
                .filter(r -> covers(r.spec().get("hostnames").elements().stream().flatMap(h -> h.text().stream()))).toList();
    }

    private boolean covers(Stream<String> hosts) {
        List<String> names = names();
        return hosts.anyMatch(h -> names.stream().anyMatch(n -> HostPattern.covers(h.toLowerCase(Locale.ROOT), n)));
    }

    // A pod's resolver completes a name that a VirtualService may have in full.
    private List<String> names() {
        Directory directory = world.mesh().directory();
        String[] labels = host().replaceFirst(":\\d+$", "").split("\\.");
        return Stream.concat(Stream.of(host()), client().stream()
                .map(c -> directory.hostOfService(labels[0], labels.length == 1 ? c.namespace() : labels[1]))
                .filter(h -> directory.service(h).isPresent())).toList();
    }

    /** The Gateways of Istio's API that are for a pod. */
    List<Gateway> gatewaysOf(Workload pod) {
        return world.mesh().gateways().stream().filter(g -> g.workloads().contains(pod)).toList();
    }

    Optional<Gateway> gateway(ObjectRef ref) {
        return world.mesh().gateways().stream().filter(g -> g.resource().ref().equals(ref)).findFirst();
    }

    /** The port of a Service that a field is. */
    Optional<ServicePort> portOf(FieldRef field) {
        return world.mesh().services().stream().filter(s -> s.resource().ref().equals(field.object())).flatMap(s -> s.ports().stream())
                .filter(p -> p.path().equals(field.path())).findFirst();
    }

    Optional<Resource> resource(FieldRef field) {
        return world.resource(field.object());
    }
}
