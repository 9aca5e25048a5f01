package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.destination.DestinationRules;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.InboundCapture;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** A port of a pod that its proxy is told to leave alone (excludeInboundPorts, includeInboundPorts) although a Service leads to it. */
public final class ExcludedPort implements Subject {
    private final Workload workload;
    private final String annotation;
    private final ServicePort port;
    private final long target;
    private final boolean plain;

    private ExcludedPort(Workload workload, String annotation, ServicePort port, long target, boolean plain) {
        this.workload = workload;
        this.annotation = annotation;
        this.port = port;
        this.target = target;
        this.plain = plain;
    }

    static List<ExcludedPort> of(List<Workload> workloads, Services services, PeerModes peers, DestinationRules rules) {
        return AllCores.list(workloads, some -> some.filter(Workload::sidecar).flatMap(w -> {
            InboundCapture capture = InboundCapture.of(w);
            return capture.complete() ? null : services.of(w).stream().flatMap(s -> s.ports().stream())
                    .flatMap(p -> p.targetOn(w).stream().flatMap(target -> capture.excludedBy(target).stream().map(by -> {
                        boolean plain = peers.of(w, target).mode().equals("DISABLE")
                                || tls(rules, p).filter(m -> !m.equals("ISTIO_MUTUAL")).isPresent();
                        return new ExcludedPort(w, by, p, target, plain);
                    })));
        }));
    }

    private static Optional<String> tls(DestinationRules rules, ServicePort port) {
        String mode = rules.choose(port.service().host(), port.service().namespace(), port.service().namespace()).tlsMode(port.number(),
                "");
        return mode.isEmpty() ? Optional.empty() : Optional.of(mode);
    }

    @Override
    public Resource resource() {
        return workload.resource();
    }

    @Override
    public String path() {
        return workload.template() ? workload.templatePath() + ".metadata.annotations" : "metadata.annotations";
    }

    /** The annotation that says so. */
    @SeenByRules
    public String annotation() {
        return annotation;
    }

    /** The Service port that leads there. */
    @SeenByRules
    public ServicePort port() {
        return port;
    }

    /** The port of the pod. */
    @SeenByRules
    public long target() {
        return target;
    }

    /** Whether clients of the mesh are told to send plain text there, as they must. */
    @SeenByRules
    public boolean plain() {
        return plain;
    }
}
