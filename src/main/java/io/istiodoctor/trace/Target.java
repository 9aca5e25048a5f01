package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServiceEntry;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * Where a rule sends requests.
 *
 * @param owner the object that names it
 * @param path of the destination inside the owner
 * @param host the full name
 * @param port as given; 0 when none is
 * @param weight its share; 0 when it gets nothing
 * @param absence what it means that nothing has the host
 * @param hint the Service that was most likely meant, as a sentence; empty when none comes near
 */
record Target(ObjectRef owner, String path, String written, String host, long port, String subset, long weight,
        Optional<Service> service, Optional<ServiceEntry> entry, Certainty absence, String hint) {
    boolean found() {
        return service.isPresent() || entry.isPresent();
    }

    /** The port that is used: as given, else the only one, else that of the listener. */
    long portFrom(long listener) {
        List<Long> offered = offered();
        return port > 0 ? port : offered.size() == 1 ? offered.getFirst() : listener;
    }

    List<Long> offered() {
        return service.map(Service::portNumbers).or(() -> entry.map(ServiceEntry::portNumbers)).orElse(List.of());
    }

    /** "productpage.default.svc.cluster.local:9080"; without a port when none can be told. */
    String address(long listener) {
        long used = portFrom(listener);
        return used > 0 ? host + ":" + used : host;
    }
}
