package io.istiodoctor.trace;

import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.Unread;
import io.istiodoctor.model.UserError;
import io.istiodoctor.proxy.Proxies;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The reverse question: by which URLs a Service is reached, and what is missing when there is none. */
public final class ServiceTracer {
    private static final Pattern NAME = Pattern.compile("([a-z0-9-]+)(?:\\.([a-z0-9-]+)(?:\\.svc(?:\\.[a-z0-9.-]+)?)?)?(?::(\\d{1,5}))?");

    private final Mesh mesh;
    private final Proxies proxies;
    private final Diagnosis diagnosis;
    private final Service service;
    private final Optional<ServicePort> port;

    private ServiceTracer(Mesh mesh, Proxies proxies, Diagnosis diagnosis, Service service, Optional<ServicePort> port) {
        this.mesh = mesh;
        this.proxies = proxies;
        this.diagnosis = diagnosis;
        this.service = service;
        this.port = port;
    }

    /** Whether a target of {@code trace} names a Service, not a URL: SERVICE.NAMESPACE or SERVICE alone, each with :PORT or without. */
    public static boolean names(String target) {
        return NAME.matcher(target).matches();
    }

    /**
     * By which URLs a Service is reached.
     *
     * @param target SERVICE.NAMESPACE[:PORT]
     * @param diagnosis what all rules say of the same mesh
     * @throws io.istiodoctor.model.UserError (bad input) when there is no such Service or port
     */
    public static ServiceReach trace(Mesh mesh, Proxies proxies, Diagnosis diagnosis, String target) {
        Matcher name = NAME.matcher(target);
        if (!name.matches()) {
            throw TraceRequest.bad("'" + target + "' is neither a URL (http://HOST/PATH) nor a Service (SERVICE.NAMESPACE:PORT)");
        }
        Directory directory = mesh.directory();
        Service service = name.group(2) == null ? only(mesh, target, name.group(1))
                : directory.service(directory.hostOfService(name.group(1), name.group(2))).orElseThrow(() -> unknown(mesh, target, name));
        Optional<ServicePort> port = Optional.ofNullable(name.group(3)).map(p -> service.port(Long.parseLong(p))
                .orElseThrow(() -> TraceRequest.bad("Service " + service.qualifiedName() + " has no port " + p + "; it offers "
                        + String.join(", ", service.portNumbers().stream().map(Object::toString).toList()))));
        return new ServiceTracer(mesh, proxies, diagnosis, service, port).answer();
    }

    /** The only Service of a name, in whatever namespace. */
    private static Service only(Mesh mesh, String target, String name) {
        List<Service> named = mesh.services().stream().filter(s -> s.name().equals(name)).toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        Optional<String> near = Nearest.name(name, mesh.services().stream().map(Service::name).toList());
        throw TraceRequest.bad(named.isEmpty()
                ? "there is no Service " + name + near.map(n -> "; did you mean " + n + "?").orElse("; for a URL write http://" + target)
                : "there are several Services " + name + ": "
                        + String.join(", ", named.stream().map(s -> s.name() + "." + s.namespace()).toList()) + "; name one of them");
    }

    private static RuntimeException unknown(Mesh mesh, String target, Matcher name) {
        Coverage known = mesh.directory().coverage(Kind.SERVICE);
        Optional<Unread> unread = known.unread(Kind.SERVICE).filter(u -> known.absenceIn(name.group(2)) == Certainty.UNKNOWN);
        if (unread.isPresent()) {
            return new UserError(UserError.UNREADABLE_CLUSTER,
                    "whether there is a Service " + name.group(1) + " in namespace " + name.group(2)
                            + " cannot be told: " + unread.get().reason() + unread.get().remedy());
        }
        List<String> near = mesh.directory().servicesLike(name.group(1), name.group(2));
        return TraceRequest.bad("there is no Service " + name.group(1) + " in namespace " + name.group(2)
                + (near.isEmpty() ? "; for a URL write http://" + target : "; did you mean " + String.join(" or ", near) + "?"));
    }

    private ServiceReach answer() {
        String wanted = service.host() + port.map(p -> ":" + p.number()).orElse("");
        List<UrlRow> urls = Urls.of(mesh, proxies, () -> diagnosis, new Scope.Everything()).stream()
                .filter(r -> r.to().equals(wanted) || port.isEmpty() && r.to().startsWith(wanted + ":")).toList();
        List<Unread> unread = ReadingGaps.unread(mesh);
        if (!urls.isEmpty() || !unread.isEmpty()) {
            return new ServiceReach(wanted, urls, List.of(), urls.stream().anyMatch(UrlRow::works) ? List.of()
                    : urls.stream().flatMap(r -> r.answer().findings().stream()).distinct().sorted(Finding.ORDER).toList(),
                    Optional.empty(), unread);
        }
        List<VirtualService> routes = mesh.virtualServices().stream().filter(v -> v.destinations().stream()
                .anyMatch(d -> d.service().filter(s -> s == service).isPresent())).toList();
        return new ServiceReach(wanted, List.of(), missing(routes), findings(routes),
                routes.stream().allMatch(v -> v.topGateways().isEmpty()) ? manifest() : Optional.empty());
    }

    private List<String> missing(List<VirtualService> routes) {
        List<String> missing = new ArrayList<>();
        if (routes.isEmpty()) {
            missing.add("No VirtualService, Ingress or route that leads in from outside sends requests to it.");
        }
        for (VirtualService route : routes) {
            if (route.topGateways().isEmpty()) {
                missing.add(route.resource().ref() + " routes to it, but only inside the mesh: it names no Gateway.");
            } else if (!route.gatewaysKnown()) {
                missing.add(route.resource().ref() + " routes to it, but names a Gateway that does not exist.");
            } else if (route.hosts().stream().noneMatch(h -> h.accepted())) {
                missing.add(route.resource().ref() + " routes to it, but none of its hosts is one of its Gateway's.");
            } else {
                missing.add(route.resource().ref() + " routes to it, but no address outside leads to where its Gateway listens.");
            }
        }
        if (service.type().equals("ClusterIP")) {
            missing.add("The Service is of type ClusterIP and has no address outside itself.");
        }
        return missing;
    }

    private List<Finding> findings(List<VirtualService> routes) {
        Set<ObjectRef> meant = new HashSet<>();
        meant.add(service.resource().ref());
        routes.forEach(v -> {
            meant.add(v.resource().ref());
            v.topGateways().stream().flatMap(g -> g.gateway().stream()).forEach(g -> {
                meant.add(g.resource().ref());
                g.services().forEach(s -> meant.add(s.resource().ref()));
            });
        });
        return diagnosis.findings().stream().filter(f -> f.severity() != Severity.INFO && meant.contains(f.object())).toList();
    }

    /** A Gateway and VirtualService for a host of its own, under a name that is free, so that they get in nobody's way. */
    private Optional<String> manifest() {
        Optional<ServicePort> to = port.or(() -> service.ports().stream().findFirst());
        return to.map(p -> """
                # Put the name that clients use for %1$s.example.com.
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata:
                  name: %6$s
                  namespace: %2$s
                spec:
                  selector:
                %3$s  servers:
                  - port: {number: 80, name: http, protocol: HTTP}
                    hosts: [%1$s.example.com]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: %6$s
                  namespace: %2$s
                spec:
                  hosts: [%1$s.example.com]
                  gateways: [%6$s]
                  http:
                  - route:
                    - destination:
                        host: %4$s
                        port: {number: %5$d}
                """.formatted(service.name(), service.namespace(), selector(), service.host(), p.number(), freeName()));
    }

    private String freeName() {
        boolean taken = Stream.concat(mesh.gateways().stream(), mesh.virtualServices().stream())
                .anyMatch(o -> o.qualifiedName().equals(service.qualifiedName()));
        return taken ? service.name() + "-public" : service.name();
    }

    private String selector() {
        Optional<Workload> gateway = mesh.workloads().stream().filter(Workload::gateway)
                .filter(w -> w.labels().containsKey("istio")).findFirst();
        return "    istio: " + gateway.map(w -> w.labels().get("istio")).orElse("ingressgateway") + "\n";
    }
}
