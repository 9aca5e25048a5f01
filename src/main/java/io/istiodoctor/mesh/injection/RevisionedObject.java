package io.istiodoctor.mesh.injection;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An object of Istio's with a label istio.io/rev: only the control plane of that revision, or of a tag for it, reads it. */
public final class RevisionedObject implements Subject {
    /** The kinds that control planes read. */
    public static final List<Kind> KINDS = List.of(Kind.ISTIO_GATEWAY, Kind.VIRTUAL_SERVICE, Kind.DESTINATION_RULE, Kind.SERVICE_ENTRY,
            Kind.WORKLOAD_ENTRY,
            Kind.SIDECAR, Kind.ENVOY_FILTER, Kind.AUTHORIZATION_POLICY, Kind.PEER_AUTHENTICATION, Kind.REQUEST_AUTHENTICATION,
            Kind.TELEMETRY, Kind.WASM_PLUGIN);

    private final Resource resource;
    private final Set<String> revisions;

    private RevisionedObject(Resource resource, Set<String> revisions) {
        this.resource = resource;
        this.revisions = revisions;
    }

    /** Those of a snapshot. */
    public static List<RevisionedObject> of(Inventory inventory, List<Workload> workloads, Injection injection) {
        Set<String> known = new TreeSet<>(injection.revisions());
        workloads.stream().filter(Workload::istiod).forEach(w -> {
            known.add(w.labels().getOrDefault(Injection.REVISION, "default"));
            w.containers().stream().map(c -> c.env().getOrDefault("REVISION", "")).filter(r -> !r.isEmpty()).forEach(known::add);
        });
        List<RevisionedObject> found = new ArrayList<>();
        KINDS.forEach(k -> inventory.all(k).stream().filter(r -> r.label(Injection.REVISION).isPresent()).forEach(
                r -> found.add(new RevisionedObject(r, known))));
        return found;
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** The revision that it is for. */
    @SeenByRules
    public String revision() {
        return resource.labels().getOrDefault(Injection.REVISION, "");
    }

    /** The revisions and tags that are known: of webhooks and of control planes. */
    @SeenByRules
    public List<String> revisions() {
        return List.copyOf(revisions);
    }

    /** Whether revisions are known, and this is none of them. */
    @SeenByRules
    public boolean foreign() {
        return !revisions.isEmpty() && !revisions.contains(revision());
    }
}
