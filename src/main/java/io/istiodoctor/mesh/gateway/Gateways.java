package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.security.WorkloadPolicies;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.mesh.workload.Workloads;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All Gateways of Istio's API, and what only all of them together tell of each. */
public final class Gateways {
    private final List<Gateway> all;
    private final List<PortConflict> conflicts;
    private final PodServers podServers;
    private final Surroundings surroundings;
    private final WorkloadPolicies policies;

    /** What Gateways are held against. */
    public record Surroundings(Inventory inventory, Workloads workloads, MeshConfig config, Services services,
            CredentialStore credentials) {}

    /** Resolves the Gateways of a snapshot, and asks for the Secrets that they name. Each holds this, to answer what depends on the others. */
    public Gateways(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.policies = new WorkloadPolicies(surroundings.inventory, surroundings.config);
        this.all = surroundings.inventory.all(Kind.ISTIO_GATEWAY).stream().map(g -> new Gateway(g,
                matching(g, surroundings.workloads, surroundings.config), this)).toList();
        this.conflicts = PortConflict.of(all);
        this.podServers = new PodServers(all, conflicts);
        Set<Secrets.Name> named = new HashSet<>();
        all.stream().flatMap(g -> g.servers().stream()).flatMap(s -> s.credentials().stream()).filter(Credential::used)
                .forEach(c -> c.namespaces().forEach(n -> c.reads().forEach(s -> named.add(new Secrets.Name(n, s)))));
        surroundings.credentials.prefetch(named);
    }

    // Only pods in which a gateway runs take Gateways; an empty selector means all of them.
    private static List<Workload> matching(Resource gateway, Workloads workloads, MeshConfig config) {
        Map<String, String> selector = Gateway.selectorOf(gateway);
        List<Workload> selected = selector.isEmpty() ? workloads.gateways() : workloads.selected(selector);
        return selected.stream().filter(w -> configures(gateway, w, config)).toList();
    }

    /** Whether a Gateway of Istio's API is for a pod: by its selector, and by what the mesh keeps apart. */
    public static boolean configures(Resource gateway, Workload pod, MeshConfig config) {
        return Labels.match(Gateway.selectorOf(gateway), pod.labels()) && config.keptApart(gateway.ref().namespace(), pod).isEmpty();
    }

    /** The numbers that Gateways give their ports, by the pods that they configure. */
    public static Map<Workload, Set<Long>> ports(Inventory inventory, Workloads workloads, MeshConfig config) {
        Map<Workload, Set<Long>> ports = new IdentityHashMap<>();
        for (Resource gateway : inventory.all(Kind.ISTIO_GATEWAY)) {
            List<Long> numbers = gateway.spec().get("servers").elements().stream()
                    .flatMap(s -> s.get("port").get("number").number().stream()).toList();
            matching(gateway, workloads, config).forEach(w -> ports.computeIfAbsent(w, any -> new TreeSet<>()).addAll(numbers));
        }
        return ports;
    }

    /** Each of them, in the order of the input. */
    public List<Gateway> all() {
        return all;
    }

    /** Servers that others keep from their port. */
    public List<PortConflict> conflicts() {
        return conflicts;
    }

    PodServers podServers() {
        return podServers;
    }

    WorkloadPolicies policies() {
        return policies;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** What it means that no Gateway, anywhere, has something. */
    Certainty absence() {
        return coverage(Kind.ISTIO_GATEWAY).absenceAnywhere();
    }

    Coverage coverage(Kind kind) {
        return surroundings.inventory.coverage(kind);
    }
}
