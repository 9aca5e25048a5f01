package io.istiodoctor.mesh.config;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.workload.Container;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** A pod of istiod, or the template of its pods. */
public final class ControlPlane implements Subject {
    private final Workload workload;
    private final List<String> keysFetched;
    private final boolean othersReady;

    private ControlPlane(Workload workload, List<String> keysFetched, boolean othersReady) {
        this.workload = workload;
        this.keysFetched = keysFetched;
        this.othersReady = othersReady;
    }

    /** The control planes among some workloads. */
    public static List<ControlPlane> of(Inventory inventory, List<Workload> workloads) {
        List<String> fetched = inventory.all(Kind.REQUEST_AUTHENTICATION).stream().filter(r -> r.spec().get("jwtRules").elements().stream()
                .anyMatch(j -> j.text("jwks").isEmpty())).map(r -> r.ref().qualifiedName()).toList();
        List<Workload> all = workloads.stream().filter(Workload::istiod).toList();
        boolean ready = all.stream().anyMatch(w -> !w.template() && w.takesTraffic());
        return all.stream().map(w -> new ControlPlane(w, fetched, ready)).toList();
    }

    @Override
    public Resource resource() {
        return workload.resource();
    }

    /** The pod or template. */
    @SeenByRules
    public Workload workload() {
        return workload;
    }

    /** Whether some pod of a control plane is ready, this one or another. */
    @SeenByRules
    public boolean anyReady() {
        return othersReady;
    }

    /** Whether addresses are named from which it fetches no keys (BLOCKED_CIDRS_IN_JWKS_URIS). */
    @SeenByRules
    public boolean fetchesRestricted() {
        return discovery().filter(c -> !c.env().getOrDefault("BLOCKED_CIDRS_IN_JWKS_URIS", "").isEmpty()).isPresent();
    }

    /** The RequestAuthentications for which it fetches keys. */
    @SeenByRules
    public List<String> keysFetched() {
        return keysFetched;
    }

    /** Its release, by its image's tag. */
    @SeenByRules
    public Optional<IstioVersion> version() {
        return discovery().flatMap(c -> IstioVersion.ofImage(c.image()));
    }

    private Optional<Container> discovery() {
        return workload.containers().stream().filter(c -> c.name().equals("discovery")).findFirst();
    }
}
