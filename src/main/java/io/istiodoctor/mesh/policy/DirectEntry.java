package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** A port of an application's own Service that is open to the outside, past every gateway. */
public final class DirectEntry implements Subject {
    private final ServicePort port;
    private final PeerMode mode;

    private DirectEntry(ServicePort port, PeerMode mode) {
        this.port = port;
        this.mode = mode;
    }

    static List<DirectEntry> of(List<Service> services, PeerModes peers) {
        return services.stream().filter(s -> List.of("LoadBalancer", "NodePort").contains(s.type()) && !s.gateway() && !s.system())
                .flatMap(s -> s.ports().stream()).filter(p -> p.transport().equals("TCP")).flatMap(p -> entry(p, peers).stream()).toList();
    }

    private static Optional<DirectEntry> entry(ServicePort port, PeerModes peers) {
        Optional<Workload> pod = port.service().workloads().stream().filter(Workload::endsMutualTls).findFirst();
        return pod.map(w -> new DirectEntry(port, peers.of(w, port.targetOn(w).orElse(port.number()))));
    }

    @Override
    public Resource resource() {
        return port.resource();
    }

    @Override
    public String path() {
        return port.path();
    }

    /** The port. */
    @SeenByRules
    public ServicePort port() {
        return port;
    }

    /** What its pods take: STRICT, PERMISSIVE or DISABLE. */
    @SeenByRules
    public String mode() {
        return mode.mode();
    }

    /** The PeerAuthentication that says so, "namespace/name"; empty for the default. */
    @SeenByRules
    public String policy() {
        return mode.by().map(p -> p.ref().qualifiedName()).orElse("");
    }
}
