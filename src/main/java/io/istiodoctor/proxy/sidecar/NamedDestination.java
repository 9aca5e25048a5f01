package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.Optional;

/** A URL in the environment of an application, by which it means to reach something that its proxy does not know. */
public final class NamedDestination implements Subject {
    private final Workload workload;
    private final String path;
    private final NamedUrl url;
    private final EgressScope scope;
    private final Mesh mesh;
    private final Optional<Service> service;

    NamedDestination(Workload workload, String path, NamedUrl url, EgressScope scope, Mesh mesh, Optional<Service> service) {
        this.workload = workload;
        this.path = path;
        this.url = url;
        this.scope = scope;
        this.mesh = mesh;
        this.service = service;
    }

    @Override
    public Resource resource() {
        return workload.resource();
    }

    @Override
    public String path() {
        return path;
    }

    /** The variable that holds the URL. */
    @SeenByRules
    public String variable() {
        return url.variable();
    }

    /** The host of the URL. */
    @SeenByRules
    public String host() {
        return url.host();
    }

    /** The port of the URL: as written, else that of its scheme. */
    @SeenByRules
    public long port() {
        return url.port();
    }

    /** The protocol that a ServiceEntry would give the port: HTTP, TLS or TCP. */
    @SeenByRules
    public String protocol() {
        return url.protocol();
    }

    /** The Service of the cluster that is meant; empty for a host outside. */
    @SeenByRules
    public Optional<Service> service() {
        return service;
    }

    /** Whether the proxy refuses what it does not know (outboundTrafficPolicy REGISTRY_ONLY); else it passes it on as it is, without mTLS. */
    @SeenByRules
    public boolean refused() {
        return scope.unknown().mode() == UnknownTraffic.Mode.REGISTRY_ONLY;
    }

    /** Whether all pods behind the Service take mTLS only, which the proxy does not send to what it does not know. */
    @SeenByRules
    public boolean strict() {
        return service.filter(s -> !s.workloads().isEmpty() && s.workloads().stream().allMatch(w -> w.endsMutualTls()
                && s.ports().stream().filter(p -> p.number() == port()).flatMap(p -> p.targetOn(w).stream())
                        .anyMatch(p -> mesh.peerModes().of(w, p).mode().equals("STRICT"))))
                .isPresent();
    }

    /** Why it cannot be judged; empty when it can: what is passed on as it is, pods may take or not. */
    @SeenByRules
    public String unknown() {
        return !refused() && service.isPresent() && mesh.directory().coverage(Kind.PEER_AUTHENTICATION) instanceof Coverage.None none
                ? none.reason() : "";
    }

    /** The Sidecar that limits what the proxy knows, "namespace/name"; empty where none does. */
    @SeenByRules
    public String sidecar() {
        return scope.sidecar().map(ObjectRef::qualifiedName).orElse("");
    }

    /** Behind the last host that the Sidecar imports for the port, as a JSON Pointer; empty where it has no listener for it. */
    @SeenByRules
    public String importPointer() {
        return scope.listeners().stream().filter(l -> l.port() == port()).findFirst()
                .or(() -> scope.listeners().stream().filter(l -> l.port() == 0).findFirst())
                .filter(l -> scope.sidecar().filter(l.origin().object()::equals).isPresent() && !l.origin().path().isEmpty())
                .map(l -> FieldPath.parse(l.origin().path()).pointer() + "/hosts/-").orElse("");
    }

    /** What it means that no ServiceEntry with the host was read: certain, inferred or unknown. */
    @SeenByRules
    public Certainty absence() {
        return mesh.directory().absence(Kind.SERVICE_ENTRY);
    }
}
