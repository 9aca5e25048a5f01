package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.conversion.UnservedPart;
import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A backend of a route of the Gateway API to which no request is sent. */
public final class UnservedBackend implements UnservedPart {
    private static final Set<String> PLAIN = Set.of("group", "kind", "name", "namespace", "port");

    private final Unserved unserved;
    private final String path;
    private final Node backend;
    private final Optional<Service> service;
    private final Optional<Service> meant;
    private final Presence.Absent grant;

    private UnservedBackend(Unserved unserved, String path, Directory directory, ReferenceGrants grants) {
        Resource route = unserved.resource();
        this.unserved = unserved;
        this.path = path;
        this.backend = FieldPath.parse(path).in(route.root());
        String namespace = backend.get("namespace").text().orElse(route.ref().namespace());
        String name = backend.text("name");
        this.service = directory.service(directory.hostOfService(name, namespace));
        this.meant = service.isPresent() ? service : named(directory, name, namespace);
        Kind kind = route.ref().known().orElseThrow();
        this.grant = meant.flatMap(m -> grants.missing(kind, route.ref().namespace(), Optional.of(Kind.SERVICE), m.namespace(), m.name()))
                .orElse(new Presence.Absent(Certainty.UNKNOWN, ""));
    }

    /** Those of some routes. */
    public static List<UnservedBackend> of(Mesh mesh, List<Unserved> unserved) {
        ReferenceGrants grants = new ReferenceGrants(ConversionInput.of(mesh));
        return unserved.stream().filter(u -> u.resource().ref().known().filter(k -> k == Kind.INGRESS).isEmpty())
                .flatMap(u -> path(u.leftOut()).map(p -> new UnservedBackend(u, p, mesh.directory(), grants)).stream())
                .toList();
    }

    private static Optional<String> path(LeftOut left) {
        return switch (left.reason()) {
            case BACKEND_NAME, BACKEND_NAMESPACE, BACKEND_PORT_UNKNOWN -> Optional.of(parent(left.cause().path()));
            case BACKEND_KIND -> Optional.of(left.at().path());
            case BACKEND_PORT, BACKEND_MISSING, BACKEND_NOT_GRANTED -> Optional.of(left.cause().path());
            default -> Optional.empty();
        };
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('.'));
    }

    // A host in place of a name, the same name in another namespace, or one that is alike.
    private static Optional<Service> named(Directory directory, String name, String namespace) {
        String[] parts = name.split("\\.", 3);
        Optional<Service> host = parts.length > 1 ? directory.service(directory.hostOfService(parts[0], parts[1])) : Optional.empty();
        return host.or(() -> directory.servicesLike(name, namespace).stream().findFirst().map(s -> s.split("\\.", 2))
                .flatMap(s -> directory.service(directory.hostOfService(s[0], s[1]))));
    }

    @Override
    public Unserved unserved() {
        return unserved;
    }

    @Override
    public String path() {
        return path;
    }

    /** Its name, as written. */
    @SeenByRules
    public String written() {
        return backend.text("name");
    }

    /** Its namespace: as written, else that of the route. */
    @SeenByRules
    public String backendNamespace() {
        return backend.get("namespace").text().orElse(namespace());
    }

    /** Its kind; Service when none is written. */
    @SeenByRules
    public String backendKind() {
        return backend.get("kind").text().orElse("Service");
    }

    /** Its port, as written; empty when none is. */
    @SeenByRules
    public String port() {
        return backend.text("port");
    }

    /** Its port; empty when none is written, or no number. */
    @SeenByRules
    public Optional<Long> portNumber() {
        return backend.get("port").number();
    }

    /** The Service of this name in this namespace. */
    @SeenByRules(certainty = "certainty")
    public Optional<Service> service() {
        return service;
    }

    /** The Service that was most likely meant: that of the name, or of the host that stands for it, else one that is called alike. */
    @SeenByRules
    public Optional<Service> meant() {
        return meant;
    }

    /** The port of that Service that comes nearest to the one that is written. */
    @SeenByRules
    public Optional<Long> nearestPort() {
        List<Long> ports = meant.map(Service::portNumbers).orElse(List.of());
        return Nearest.port(backend.get("port").number().orElse(0L), ports);
    }

    /** Whether the Service that was meant is in another namespace, and no ReferenceGrant there lets the route name it. */
    @SeenByRules
    public boolean grantNeeded() {
        return grant.likely();
    }

    /** Whether it says nothing but which backend it is, so that it can be replaced as a whole. */
    @SeenByRules
    public boolean plain() {
        return PLAIN.containsAll(backend.fields().keySet());
    }
}
