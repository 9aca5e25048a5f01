package io.istiodoctor.conversion.ingress;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.conversion.UnservedPart;
import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Kind;
import java.util.List;
import java.util.Optional;

/** A backend of an Ingress of Istio to which no request comes: its Service or the Service's port is not there, or Istio serves none of its kind. */
public final class IngressBackend implements UnservedPart {
    private final Unserved unserved;
    private final String serviceName;
    private final Optional<Service> service;
    private final List<String> alike;

    private IngressBackend(Unserved unserved, Directory directory) {
        this.unserved = unserved;
        this.serviceName = unserved.byName();
        String namespace = unserved.resource().ref().namespace();
        this.service = directory.service(directory.hostOfService(serviceName, namespace));
        this.alike = serviceName.isEmpty() || service.isPresent() ? List.of() : directory.servicesLike(serviceName, namespace);
    }

    /** Those of all that comes to nothing. */
    public static List<IngressBackend> of(Directory directory, List<Unserved> unserved) {
        return unserved.stream().filter(u -> Optional.of(Kind.INGRESS).equals(u.resource().ref().known())).filter(IngressBackend::backend)
                .map(u -> new IngressBackend(u, directory)).toList();
    }

    private static boolean backend(Unserved unserved) {
        return switch (unserved.reason()) {
            case BACKEND_NOT_SERVICE, BACKEND_MISSING, BACKEND_PORT_UNKNOWN, PORT_NAME_UNKNOWN, DEFAULT_BACKEND -> true;
            default -> false;
        };
    }

    @Override
    public Unserved unserved() {
        return unserved;
    }

    /** What stands at the path: the Service's name, or the port's name or number; empty where it is the whole backend. */
    @SeenByRules
    public String written() {
        return FieldPath.parse(path()).in(resource().root()).text().orElse("");
    }

    /** The Service's name; empty where that does not matter. */
    @SeenByRules
    public String serviceName() {
        return serviceName;
    }

    /** The Service of this name beside the Ingress. */
    @SeenByRules(certainty = "certainty")
    public Optional<Service> service() {
        return service;
    }

    /** Services, "name.namespace", that may have been meant: those of this name elsewhere, and one beside the Ingress with a name much like it. */
    @SeenByRules
    public List<String> servicesAlike() {
        return alike;
    }

    /** The name of the one beside the Ingress. */
    @SeenByRules
    public Optional<String> nearestService() {
        return alike.stream().filter(s -> s.endsWith("." + namespace())).map(s -> s.substring(0, s.indexOf('.'))).findFirst();
    }

    /** The number of the Service's port that comes nearest to the number that is written; empty where a name is written, or no Service found. */
    @SeenByRules
    public Optional<Long> nearestPort() {
        List<Long> ports = service.map(Service::portNumbers).orElse(List.of());
        return FieldPath.parse(path()).in(resource().root()).number().flatMap(n -> Nearest.port(n, ports));
    }

    /** The name of the Service's port that comes nearest to the name that is written, or is its only one; empty where none is. */
    @SeenByRules
    public Optional<String> nearestPortName() {
        List<String> names = service.stream().flatMap(s -> s.ports().stream()).map(ServicePort::portName).filter(n -> !n.isEmpty())
                .toList();
        return Nearest.name(written(), names).or(() -> names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty());
    }
}
