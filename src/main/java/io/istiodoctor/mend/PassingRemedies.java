package io.istiodoctor.mend;

import io.istiodoctor.fix.Plain;
import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** TLS that a gateway passes on unopened, to applications that end it themselves: the client speaks with them alone, and sees their certificate. */
final class PassingRemedies {
    private static final int COST = 4;

    private final Site site;
    private final long port;

    /** @param port the port of the gateway's Service */
    PassingRemedies(Site site, long port) {
        this.site = site;
        this.port = port;
    }

    /** A server that passes TLS on; to what, a rule under tls says. */
    Stream<Remedy> servers(Stream<Gateway> gateways) {
        boolean meant = asked() && site.virtualServices().stream().map(v -> v.resource())
                .anyMatch(v -> destinations(v).anyMatch(d -> speaksTls(service(v, d), d.get("port").get("number").number())));
        return meant ? gateways.map(this::server) : Stream.empty();
    }

    private Remedy server(Gateway gateway) {
        Set<String> taken = new LinkedHashSet<>(gateway.servers().stream().map(GatewayServer::portName).toList());
        String name = "tls-" + port;
        Map<String, Object> server = Edits.fields("port",
                Edits.fields("number", port, "name", taken.contains(name) ? name + "-" + gateway.servers().size() : name, "protocol",
                        "TLS"),
                "hosts", List.of(site.host()), "tls", Edits.fields("mode", "PASSTHROUGH"));
        return new Remedy("Let " + gateway.resource().ref() + " pass TLS to " + site.host() + " on port " + port
                + " on to the application, which ends it itself", Edits.of(gateway.resource()).append("spec.servers", server).change(),
                COST);
    }

    /** For a listener that passes TLS on, a TLSRoute to where the HTTPRoutes of the host lead; where there is none, such a listener. */
    Stream<Remedy> routes(Resource gateway) {
        Optional<Node> listener = gateway.spec().get("listeners").elements().stream()
                .filter(l -> l.text("protocol").equals("TLS") && l.get("tls").text("mode").equals("Passthrough")
                        && l.get("port").number().filter(n -> n == port).isPresent())
                .filter(l -> l.text("hostname").isEmpty() || HostPattern.covers(l.text("hostname"), site.host())).findFirst();
        return !asked() || version().isEmpty() ? Stream.empty() : site.routes().stream()
                .flatMap(r -> r.spec().get("rules").elements().stream().flatMap(n -> n.get("backendRefs").elements().stream())
                        .filter(b -> speaksTls(backend(r, b), b.get("port").number())).findFirst()
                        .map(b -> listener.map(l -> route(gateway, l.text("name"), r, b)).orElseGet(() -> listener(gateway, r))).stream());
    }

    private Remedy listener(Resource gateway, Resource route) {
        String name = "tls-" + port + "-" + gateway.spec().get("listeners").elements().size();
        String from = route.ref().namespace();
        Map<String, Object> listener = Edits.fields("name", name, "port", port, "protocol", "TLS", "hostname", site.host(), "tls",
                Edits.fields("mode", "Passthrough"), "allowedRoutes", Edits.fields("namespaces", ParentRemedies.from(from)));
        return new Remedy("Give " + gateway.ref() + " a listener that passes TLS to " + site.host() + " on port " + port
                + " on to the application, which ends it itself", Edits.of(gateway).append("spec.listeners", listener).change(), COST)
                .part();
    }

    private Remedy route(Resource gateway, String section, Resource like, Node backend) {
        String namespace = like.ref().namespace();
        ObjectRef ref = new ObjectRef(Kind.TLS_ROUTE.group() + "/" + version().orElseThrow(), Kind.TLS_ROUTE.kind(), namespace,
                like.ref().name() + "-tls");
        Map<String, Object> parent = Edits.fields("name", gateway.ref().name(), "namespace", gateway.ref().namespace(), "sectionName",
                section);
        return new Remedy(
                "Lead TLS to " + site.host() + " to where " + like.ref() + " leads (" + ref
                        + "): its listener passes TLS on, and the application ends it itself",
                new Change.Create(ref, Edits.fields("apiVersion", ref.apiVersion(), "kind", ref.kind(), "metadata",
                        Edits.fields("name", ref.name(), "namespace", namespace), "spec",
                        Edits.fields("parentRefs", List.of(parent), "hostnames", List.of(site.host()), "rules",
                                List.of(Edits.fields("backendRefs", List.of(Plain.of(backend))))))),
                COST);
    }

    // TLSRoutes are young, and many clusters have no definition of them: only where they are known to be served one is proposed.
    private Optional<String> version() {
        String definition = Kind.TLS_ROUTE.plural() + "." + Kind.TLS_ROUTE.group();
        Stream<String> served = site.world().all(Kind.CUSTOM_RESOURCE_DEFINITION).stream().filter(d -> d.ref().name().equals(definition))
                .flatMap(d -> d.spec().get("versions").elements().stream()).filter(v -> v.get("served").isTrue()).map(v -> v.text("name"));
        Stream<String> used = site.world().all(Kind.TLS_ROUTE).stream().map(r -> r.ref().apiVersion().replaceFirst(".*/", ""));
        List<String> known = Stream.concat(served, used).toList();
        return Kind.TLS_ROUTE.versions().stream().filter(known::contains).findFirst();
    }

    private boolean asked() {
        return site.tls() && site.http();
    }

    private static Stream<Node> destinations(Resource virtualService) {
        return Stream.of("http", "tls", "tcp").flatMap(s -> virtualService.spec().get(s).elements().stream())
                .flatMap(r -> r.get("route").elements().stream()).map(r -> r.get("destination"));
    }

    // By its first two parts where nothing has the whole name: what the right name is, another change says.
    private Optional<Service> service(Resource owner, Node destination) {
        Directory directory = site.world().mesh().directory();
        String[] labels = destination.text("host").split("\\.");
        return directory.service(directory.hostOf(destination.text("host"), owner.ref().namespace()))
                .or(() -> labels.length < 2 ? Optional.empty() : directory.service(directory.hostOfService(labels[0], labels[1])));
    }

    private Optional<Service> backend(Resource owner, Node backend) {
        String own = backend.text("namespace");
        return site.world().mesh().directory().service(site.world().mesh().directory().hostOfService(backend.text("name"),
                own.isEmpty() ? owner.ref().namespace() : own));
    }

    private static boolean speaksTls(Optional<Service> service, Optional<Long> number) {
        return service.stream().flatMap(s -> s.ports().stream()).filter(p -> number.isEmpty() || p.number() == number.get())
                .anyMatch(PassingRemedies::speaksTls);
    }

    // What the containers' port is called tells what the application speaks; where no pod tells it, the Service's port.
    private static boolean speaksTls(ServicePort port) {
        List<Protocol> spoken = port.service().workloads().stream()
                .flatMap(w -> port.targetOn(w).stream().flatMap(n -> w.ports().stream().filter(p -> p.number() == n)))
                .flatMap(p -> Protocol.ofName(p.name()).stream()).toList();
        return spoken.isEmpty() ? port.expectsTls() : spoken.stream().allMatch(p -> p == Protocol.HTTPS || p == Protocol.TLS);
    }
}
