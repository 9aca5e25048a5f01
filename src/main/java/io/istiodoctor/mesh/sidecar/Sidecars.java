package io.istiodoctor.mesh.sidecar;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.SelectorIndex;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which Sidecar limits what the proxy beside an application knows (model/sidecar.go of Istio): the one of its namespace that selects it, else the
 * namespace's own without a selector, else that of the root namespace. Gateways are never limited.
 */
public final class Sidecars {
    private final String root;
    private final SelectorIndex<Resource> selecting;
    /** Without a selector, the oldest of each namespace. */
    private final Map<String, Resource> general;

    /** The Sidecars of a snapshot. */
    public Sidecars(Inventory inventory, MeshConfig config) {
        this.root = config.rootNamespace();
        List<Resource> all = inventory.all(Kind.SIDECAR).stream().sorted(Age.OLDEST_FIRST).toList();
        this.selecting = new SelectorIndex<>(all.stream().filter(Sidecars::selects).toList(), s -> s.ref().namespace(),
                s -> Resource.texts(s.spec().get("workloadSelector").get("labels")));
        this.general = all.stream().filter(s -> !selects(s))
                .collect(Collectors.toMap(s -> s.ref().namespace(), s -> s, (first, second) -> first));
    }

    /** The Sidecar that limits a workload's proxy. */
    public Optional<Resource> of(Workload workload) {
        return selecting.selecting(workload.namespace(), workload.labels()).stream().findFirst()
                .or(() -> Optional.ofNullable(general.get(workload.namespace()))).or(() -> Optional.ofNullable(general.get(root)));
    }

    /** The listeners of a workload's own for what arrives; where there are any, nothing else decides where the application is looked for. */
    public List<Node> listeners(Workload workload) {
        return of(workload).map(s -> s.spec().get("ingress").elements()).orElse(List.of());
    }

    /** Whether a listener takes what arrives for a port, and leads it to the application, wherever that listens. */
    public boolean leads(Workload workload, long port) {
        return listeners(workload).stream().anyMatch(l -> !l.text("defaultEndpoint").isEmpty()
                && l.get("port").get("number").number().filter(n -> n == port).isPresent());
    }

    private static boolean selects(Resource sidecar) {
        return sidecar.spec().get("workloadSelector").isPresent();
    }
}
