package io.istiodoctor.conversion;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** The Service that a backend names, and what there is not of it; istiod itself asks for neither where the backend gives a port's number. */
public record BackendService(ConversionInput input, String namespace, String name) {
    private static final String NAME = "name";

    /** How certain it is that there is no such Service; empty where there is one. */
    public Optional<Certainty> absence() {
        return input.find(Kind.SERVICE, namespace, name) instanceof Presence.Absent absent ? Optional.of(absent.certainty())
                : Optional.empty();
    }

    /**
     * That there is neither such a Service nor a ServiceEntry for its host: of that a gateway has a cluster, too, to which requests go, though the
     * status of a route of the Gateway API says that its backend is not found. A ServiceEntry for the host of a Service that there is adds no port to
     * what a gateway knows of it.
     */
    public Optional<LeftOut> missing(FieldRef backend) {
        return absence().filter(any -> !input.entryHosts().containsKey(input.service(name, namespace)))
                .map(absence -> LeftOut.of(Reason.BACKEND_MISSING, backend, namespace + "/" + name)
                        .by(FieldRef.of(new ObjectRef("v1", Kind.SERVICE.kind(), namespace, name)))
                        .sure(absence.and(input.others(Kind.SERVICE_ENTRY, namespace).certainty())));
    }

    /** That the Service has no port of the number that is written; empty where it has, where there is no Service, or no number. */
    public Optional<LeftOut> lacking(FieldRef backend, Written port) {
        return input.find(Kind.SERVICE, namespace, name) instanceof Presence.Present(Resource service)
                && port.node().number().filter(n -> ports(service).stream().noneMatch(p -> p.get("port").number().equals(Optional.of(n))))
                        .isPresent()
                                ? Optional.of(LeftOut.of(Reason.BACKEND_PORT_UNKNOWN, backend, port.text().orElse("")).because(port.at())
                                        .by(new FieldRef(service.ref(), "spec.ports")))
                                : Optional.empty();
    }

    /** The number of the Service's port of a name. */
    public Optional<Long> number(String port) {
        return input.find(Kind.SERVICE, namespace, name) instanceof Presence.Present(Resource service) ? ports(service).stream()
                .filter(p -> p.text(NAME).equals(port)).findFirst().flatMap(p -> p.get("port").number()) : Optional.empty();
    }

    private static List<Node> ports(Resource service) {
        return service.spec().get("ports").elements();
    }
}
