package io.istiodoctor.mend;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.workload.ManagedGateway;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.EntryPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Gateways and routes of the Gateway API: that a listener is there for the host, and takes the routes that were meant for it. */
final class ParentRemedies {
    private final Site site;
    private final Workload pod;
    private final long port;
    private final EntryPoint entry;

    ParentRemedies(Site site, Workload pod, EntryPoint entry) {
        this.site = site;
        this.pod = pod;
        this.entry = entry;
        this.port = entry.servicePort().map(p -> p.number()).orElse(entry.podPort());
    }

    Stream<Remedy> all() {
        Optional<Resource> gateway = Optional.ofNullable(pod.labels().get(ManagedGateway.NAME_LABEL))
                .flatMap(n -> DestinationRemedies.find(site, Kind.KUBERNETES_GATEWAY, pod.namespace(), n));
        return gateway.stream()
                .flatMap(g -> Stream.of(classes(g), certificates(g), attached(g), listeners(g), terminated(g),
                        new PassingRemedies(site, port).routes(g),
                        new CertificateRemedies(site, g.ref().namespace()).selfSigned().stream()).flatMap(s -> s));
    }

    private Stream<Remedy> classes(Resource gateway) {
        return site.world().proxies().unconverted().stream().filter(l -> l.at().object().equals(gateway.ref()))
                .flatMap(l -> switch (l.reason()) {
                    case CLASS_MISSING, CLASS_OF_ANOTHER -> served(gateway);
                    default -> Stream.empty();
                });
    }

    // What Istio makes for a Gateway of its class is named after both; another Service has to be named.
    private Stream<Remedy> served(Resource gateway) {
        String title = "Let Istio serve " + gateway.ref() + " (gatewayClassName: istio)";
        Stream<Remedy> other = entry.servicePort().map(p -> p.service()).filter(s -> s.namespace().equals(gateway.ref().namespace()))
                .stream()
                .map(s -> new Remedy(title + ", behind Service " + s.name(), Edits.of(gateway).set("spec.gatewayClassName", "istio")
                        .set("spec.addresses", List.of(Edits.fields("type", "Hostname", "value", s.host()))).change(), 3));
        return Stream.concat(Stream.of(new Remedy(title, Edits.of(gateway).set("spec.gatewayClassName", "istio").change(), 2)), other);
    }

    private Stream<Remedy> certificates(Resource gateway) {
        CertificateRemedies certificates = new CertificateRemedies(site, gateway.ref().namespace());
        return site.world().proxies().unconverted().stream().filter(l -> l.at().object().equals(gateway.ref())).flatMap(l -> {
            Node reference = FieldPath.parse(l.cause().path()).in(gateway.root());
            return switch (l.reason()) {
                case CERTIFICATE_NOT_GRANTED ->
                        Stream.of(BackendRemedies.granted(site, gateway.ref(), "Secret", reference.text("namespace")));
                case CERTIFICATE_MISSING, CERTIFICATE_INVALID -> Stream.of(elsewhere(gateway, l.cause(), reference, certificates),
                        made(certificates, reference, gateway),
                        certificates.choices().stream().map(n -> new Remedy("Name Secret " + n.name() + " in "
                                + gateway.ref() + n.caveat(),
                                Edits.of(gateway).set(l.cause().path(), Edits.fields("name", n.name())).change(), 2 + n.cost())))
                        .flatMap(s -> s);
                default -> Stream.empty();
            };
        });
    }

    private static Stream<Remedy> made(CertificateRemedies certificates, Node reference, Resource gateway) {
        String namespace = reference.text("namespace");
        return (namespace.isEmpty() || namespace.equals(gateway.ref().namespace()) ? certificates.made(reference.text("name"))
                : certificates.selfSigned()).stream();
    }

    // The Secret of that name in another namespace.
    private Stream<Remedy> elsewhere(Resource gateway, FieldRef at, Node reference, CertificateRemedies certificates) {
        return site.world().all(Kind.SECRET).stream().map(Resource::ref).filter(s -> s.name().equals(reference.text("name")))
                .filter(s -> certificates.holds(s.namespace(), s.name()) && !s.namespace().equals(reference.text("namespace")))
                .map(s -> new Remedy("Name the namespace " + s.namespace() + " of Secret " + s.name() + " in " + gateway.ref(),
                        Edits.of(gateway).set(at.path() + ".namespace", s.namespace()).change(), 1));
    }

    private Stream<Remedy> attached(Resource gateway) {
        List<Remedy> all = new ArrayList<>();
        List<LeftOut> unconverted = site.world().proxies().unconverted();
        Stream.concat(site.routes().stream(), site.tlsRoutes().stream()).forEach(route -> unconverted.stream()
                .filter(l -> l.at().object().equals(route.ref())).forEach(l -> refused(gateway, route, l).forEach(all::add)));
        for (Resource route : site.routes()) {
            List<Node> parents = route.spec().get("parentRefs").elements();
            boolean named = parents.stream().anyMatch(p -> names(p, route, gateway));
            narrow(gateway, route).forEach(all::add);
            if (!named) {
                Map<String, Object> parent = Edits.fields("name", gateway.ref().name());
                if (!route.ref().namespace().equals(gateway.ref().namespace())) {
                    parent.put("namespace", gateway.ref().namespace());
                }
                // What has no host of its own takes the requests of others too, and what is for Services was hardly meant.
                boolean guessed = route.spec().get("hostnames").elements().isEmpty()
                        || !parents.isEmpty() && parents.stream().allMatch(p -> p.text("kind").equals("Service"));
                all.add(new Remedy("Attach " + route.ref() + " to " + gateway.ref(),
                        Edits.of(route).append("spec.parentRefs", parent).change(), guessed ? 6 : 3));
            }
        }
        return all.stream();
    }

    private Stream<Remedy> refused(Resource gateway, Resource route, LeftOut left) {
        List<Remedy> all = new ArrayList<>();
        String parent = left.at().path();
        switch (left.reason()) {
            case PARENT_MISSING -> all.add(new Remedy("Name " + gateway.ref() + " with its namespace in " + route.ref(), Edits.of(route)
                    .set(parent + ".name", gateway.ref().name()).set(parent + ".namespace", gateway.ref().namespace()).change(), 1));
            case SECTION_MISSING -> {
                sections(gateway).forEach(s -> all.add(new Remedy("Name listener " + s + " in " + route.ref(),
                        Edits.of(route).set(parent + ".sectionName", s).change(), 1)));
            }
            case LISTENER_PORT_MISSING -> all
                    .add(new Remedy("Attach " + route.ref() + " to port " + port, Edits.of(route).set(parent + ".port", port).change(), 1));
            case NAMESPACE_NOT_ALLOWED -> left.by().flatMap(site::resource).ifPresent(g -> {
                Map<String, Object> only = from(route.ref().namespace());
                String path = left.by().orElseThrow().path() + ".namespaces";
                all.add(new Remedy("Let a listener of " + g.ref() + " take routes from " + route.ref().namespace(),
                        Edits.of(g).set(path, only).change(), 2));
                all.add(new Remedy("Let a listener of " + g.ref() + " take routes from every namespace",
                        Edits.of(g).set(path, Edits.fields("from", "All")).change(), 3));
            });
            default -> {
            }
        }
        return all.stream();
    }

    /** A reference to one listener, or one port, may leave out the one that the request comes to. */
    private static Stream<Remedy> narrow(Resource gateway, Resource route) {
        List<Remedy> all = new ArrayList<>();
        List<Node> parents = route.spec().get("parentRefs").elements();
        for (int i = 0; i < parents.size(); i++) {
            if (!names(parents.get(i), route, gateway)) {
                continue;
            }
            String parent = "spec.parentRefs[" + i + "]";
            if (parents.get(i).get("sectionName").isPresent()) {
                all.add(new Remedy("Attach " + route.ref() + " to every listener of " + gateway.ref(),
                        Edits.of(route).remove(parent + ".sectionName").change(), 2));
            }
            if (parents.get(i).get("port").isPresent()) {
                all.add(new Remedy("Attach " + route.ref() + " to every port of " + gateway.ref(),
                        Edits.of(route).remove(parent + ".port").change(), 2));
            }
        }
        return all.stream();
    }

    private static boolean names(Node parent, Resource route, Resource gateway) {
        return parent.text("name").equals(gateway.ref().name())
                && (parent.text("namespace").isEmpty() ? route.ref().namespace() : parent.text("namespace"))
                        .equals(gateway.ref().namespace());
    }

    /** A listener that passes TLS on ends it, so that it can take routes for requests. */
    private Stream<Remedy> terminated(Resource gateway) {
        List<Node> listeners = gateway.spec().get("listeners").elements();
        return !site.tls() || !site.http() || site.routes().isEmpty() ? Stream.empty() : IntStream.range(0, listeners.size())
                .filter(i -> listeners.get(i).text("protocol").equals("TLS")
                        && listeners.get(i).get("port").number().filter(n -> n == port).isPresent()
                        && (listeners.get(i).text("hostname").isEmpty()
                                || HostPattern.covers(listeners.get(i).text("hostname"), site.host())))
                .boxed().flatMap(i -> terminated(gateway, listeners.get(i), "spec.listeners[" + i + "]"));
    }

    private Stream<Remedy> terminated(Resource gateway, Node written, String path) {
        List<String> others = site.routes().stream().map(r -> r.ref().namespace()).filter(n -> !n.equals(gateway.ref().namespace()))
                .distinct().toList();
        boolean shut = !others.isEmpty() && !written.get("allowedRoutes").get("namespaces").text("from").equals("All");
        return new CertificateRemedies(site, gateway.ref().namespace()).choices().stream().limit(2)
                .map(c -> {
                    Edits edits = Edits.of(gateway).set(path + ".protocol", "HTTPS").set(path + ".tls", Edits.fields("mode", "Terminate",
                            "certificateRefs", List.of(Edits.fields("name", c.name()))));
                    if (shut) {
                        edits.set(path + ".allowedRoutes", Edits.fields("namespaces", from(others.getFirst())));
                    }
                    return new Remedy("Let listener " + written.text("name") + " of " + gateway.ref() + " end TLS and take HTTP routes"
                            + (shut ? ", those of " + others.getFirst() + " too" : "") + c.caveat(), edits.change(), 4 + c.cost());
                });
    }

    /** Routes of one namespace. */
    static Map<String, Object> from(String namespace) {
        return Edits.fields("from", "Selector", "selector",
                Edits.fields("matchLabels", Edits.fields("kubernetes.io/metadata.name", namespace)));
    }

    private Stream<String> sections(Resource gateway) {
        return gateway.spec().get("listeners").elements().stream().filter(l -> l.get("port").number().filter(n -> n == port).isPresent())
                .map(l -> l.text("name"));
    }

    /** A listener for the host, or one that takes every host. */
    private Stream<Remedy> listeners(Resource gateway) {
        List<Remedy> all = new ArrayList<>();
        List<Node> listeners = gateway.spec().get("listeners").elements();
        boolean elsewhere = site.routes().stream().anyMatch(r -> !r.ref().namespace().equals(gateway.ref().namespace()));
        Map<String, Object> listener = Edits.fields("name", (site.tls() ? "https-" : "http-") + port + "-" + listeners.size(), "port", port,
                "protocol", site.tls() ? "HTTPS" : "HTTP",
                "hostname", site.host());
        if (elsewhere) {
            listener.put("allowedRoutes", Edits.fields("namespaces", Edits.fields("from", "All")));
        }
        String title = "Give " + gateway.ref() + " a listener on port " + port + " for " + site.host();
        if (site.tls()) {
            new CertificateRemedies(site, gateway.ref().namespace()).choices().stream().limit(2).forEach(n -> {
                Map<String, Object> with = Edits.fields();
                with.putAll(listener);
                with.put("tls", Edits.fields("mode", "Terminate", "certificateRefs", List.of(Edits.fields("name", n.name()))));
                all.add(new Remedy(title + n.caveat(), Edits.of(gateway).append("spec.listeners", with).change(), 4 + n.cost()));
            });
        } else {
            all.add(new Remedy(title, Edits.of(gateway).append("spec.listeners", listener).change(), 3));
        }
        return all.stream();
    }
}
