package io.istiodoctor.mesh;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The name of a Gateway in a VirtualService: {@code name} means the VirtualService's own namespace, as {@code ./name}
 * does; {@code ns/name} another; {@code name.ns.svc...} is the form of old.
 */
public final class GatewayReference implements Subject {
    private final VirtualService virtualService;
    private final String path;
    private final String written;
    private final String target;
    private final Optional<Gateway> gateway;
    private final Optional<Resource> kubernetesGateway;
    private final Absence absence;

    /** What is known when no such Gateway was found. */
    record Absence(Certainty certainty, String reason, List<String> nearest) {}

    GatewayReference(VirtualService virtualService, String path, String written, String target, Optional<Gateway> gateway,
            Optional<Resource> kubernetesGateway, Absence absence) {
        this.virtualService = virtualService;
        this.path = path;
        this.written = written;
        this.target = target;
        this.gateway = gateway;
        this.kubernetesGateway = kubernetesGateway;
        this.absence = absence;
    }

    /** "namespace/name" of the Gateway that a name in a VirtualService of this namespace means. */
    public static String resolve(String written, String namespace) {
        if (written.startsWith("./")) {
            return namespace + written.substring(1);
        }
        if (written.contains("/")) {
            return written;
        }
        String[] parts = written.split("\\.");
        return parts.length > 1 ? parts[1] + "/" + parts[0] : namespace + "/" + written;
    }

    @Override
    public Resource resource() {
        return virtualService.resource();
    }

    @Override
    public String path() {
        return path;
    }

    /** The VirtualService that names it. */
    public VirtualService virtualService() {
        return virtualService;
    }

    /** The name as written. */
    public String written() {
        return written;
    }

    /** "namespace/name" of the Gateway that is meant. */
    public String target() {
        return target;
    }

    /** Whether there is such a Gateway, of Istio or of the Gateway API. */
    public boolean found() {
        return gateway.isPresent() || kubernetesGateway.isPresent();
    }

    /** The Gateway, when it is one of Istio's. */
    public Optional<Gateway> gateway() {
        return gateway;
    }

    /** When it was not found, what that means: certain, inferred or unknown. */
    public String absence() {
        return absence.certainty.name().toLowerCase(Locale.ROOT);
    }

    /** Why it cannot be known whether there is such a Gateway; empty when it can. */
    public String unknown() {
        return found() || absence.certainty != Certainty.UNKNOWN ? "" : absence.reason;
    }

    /** "namespace/name" of a Gateway that was most likely meant: the same name elsewhere, else one much like it. */
    public Optional<String> nearest() {
        return absence.nearest.stream().findFirst();
    }

    /** Hosts that the Gateway accepts, as written there; {@code *} for a listener that names none. */
    List<String> hosts() {
        return gateway.map(g -> g.servers().stream().flatMap(s -> s.hosts().stream()).toList())
                .orElseGet(() -> kubernetesGateway.map(GatewayReference::listenerHosts).orElse(List.of()));
    }

    private static List<String> listenerHosts(Resource gateway) {
        return gateway.spec().get("listeners").elements().stream()
                .map(l -> l.text("hostname").isEmpty() ? "*" : l.text("hostname")).toList();
    }

    /** Whether a server of the Gateway takes this host of the VirtualService. */
    boolean accepts(String host) {
        return gateway.map(g -> g.servers().stream().anyMatch(s -> s.accepts(host, namespace())))
                .orElseGet(() -> hosts().stream().anyMatch(h -> HostPattern.overlap(h, host)));
    }
}
