package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.ManagedGateway;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.mesh.workload.Workloads;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * For which workloads a policy is, by its selector and its targets. AuthorizationPolicies, RequestAuthentications, WasmPlugins and EnvoyFilters of the root
 * namespace look into all namespaces; a PeerAuthentication, a Telemetry or a Sidecar with a selector looks into its own only.
 */
public final class PolicyScope implements Subject {
    private static final Set<Kind> EVERYWHERE = Set.of(Kind.AUTHORIZATION_POLICY, Kind.REQUEST_AUTHENTICATION, Kind.WASM_PLUGIN,
            Kind.ENVOY_FILTER);
    /** Of these kinds one object holds for a workload, and the others are passed over. */
    private static final Set<Kind> ALONE = Set.of(Kind.PEER_AUTHENTICATION, Kind.TELEMETRY, Kind.SIDECAR);

    /** These choose by a workloadSelector, and are no policies. */
    private static final List<Kind> BY_WORKLOAD = List.of(Kind.SIDECAR, Kind.ENVOY_FILTER);

    private final Resource resource;
    private final Surroundings surroundings;
    private final boolean everywhere;
    private final Map<String, String> selector;
    private final List<Workload> selected;
    private Optional<PolicyScope> winner = Optional.empty();
    private Optional<PolicyScope> equal = Optional.empty();
    private Optional<Workload> contested = Optional.empty();

    private record Surroundings(Workloads workloads, Predicate<Workload> ambient, boolean selectorsForGateways, String root) {}

    private PolicyScope(Kind kind, Resource resource, Surroundings surroundings) {
        this.resource = resource;
        this.surroundings = surroundings;
        this.everywhere = EVERYWHERE.contains(kind) && resource.ref().namespace().equals(surroundings.root);
        this.selector = Resource.texts(BY_WORKLOAD.contains(kind) ? resource.spec().get("workloadSelector").get("labels")
                : resource.spec().get("selector").get("matchLabels"));
        this.selected = everywhere ? surroundings.workloads.selected(selector) : surroundings.workloads.selected(namespace(), selector);
    }

    /** The scopes of all policies, kind by kind. */
    public static List<PolicyScope> of(Inventory inventory, MeshConfig config, Workloads workloads, Predicate<Workload> ambient) {
        boolean selectors = config.environment("ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY").filter("false"::equals).isEmpty();
        Surroundings surroundings = new Surroundings(workloads, ambient, selectors, config.rootNamespace());
        List<PolicyScope> all = new ArrayList<>();
        for (Kind kind : kinds()) {
            List<PolicyScope> scopes = AllCores.list(inventory.all(kind).stream().sorted(Age.OLDEST_FIRST).toList(),
                    some -> some.map(r -> new PolicyScope(kind, r, surroundings)));
            if (ALONE.contains(kind)) {
                contest(scopes);
            }
            all.addAll(scopes);
        }
        return all;
    }

    private static List<Kind> kinds() {
        return Stream.concat(PolicyUses.KINDS.stream(), BY_WORKLOAD.stream()).toList();
    }

    // The oldest holds: of those without a selector in its namespace, of those with one for each workload.
    private static void contest(List<PolicyScope> oldestFirst) {
        Map<String, PolicyScope> general = new HashMap<>();
        Map<Workload, PolicyScope> special = new IdentityHashMap<>();
        for (PolicyScope scope : oldestFirst) {
            if (scope.targeted()) {
                continue;
            }
            if (scope.selector.isEmpty()) {
                Optional.ofNullable(general.putIfAbsent(scope.namespace(), scope)).ifPresent(scope::loses);
            }
            for (Workload workload : scope.selected) {
                PolicyScope holder = special.putIfAbsent(workload, scope);
                if (holder != null && scope.winner.isEmpty()) {
                    scope.loses(holder);
                    scope.contested = Optional.of(workload);
                    holder.contested = holder.equal.isPresent() && holder.contested.isEmpty() ? scope.contested : holder.contested;
                }
            }
        }
    }

    private void loses(PolicyScope holder) {
        winner = Optional.of(holder);
        if (resource.creationTimestamp().isEmpty() && holder.resource.creationTimestamp().isEmpty()) {
            equal = winner;
            holder.equal = holder.equal.isEmpty() ? Optional.of(this) : holder.equal;
        }
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** Whether it chooses workloads by labels. */
    @SeenByRules
    public boolean selective() {
        return !selector.isEmpty();
    }

    /** The labels that it asks for, as a manifest writes them. */
    @SeenByRules
    public String selectorText() {
        return Labels.show(selector);
    }

    /** Whether it names what it is for by targetRefs. */
    @SeenByRules
    public boolean targeted() {
        Node spec = resource.spec();
        return !spec.get("targetRefs").elements().isEmpty() || spec.get("targetRef").isPresent();
    }

    /** Whether it looks into all namespaces. */
    @SeenByRules
    public boolean everywhere() {
        return everywhere;
    }

    /** Whether it lies in the mesh's root namespace. */
    @SeenByRules
    public boolean inRoot() {
        return namespace().equals(surroundings.root);
    }

    /** The mesh's root namespace. */
    @SeenByRules
    public String root() {
        return surroundings.root;
    }

    /** The pods and pod templates that its labels choose; none when it has no selector. */
    @SeenByRules(certainty = "absence")
    public List<Workload> selected() {
        return selected;
    }

    /** Everything that it is for, by its selector or without one; nothing where it names targets. */
    List<Workload> workloads() {
        return targeted() ? List.of() : selective() ? selected : everywhere ? surroundings.workloads.all()
                : surroundings.workloads.in(namespace());
    }

    /** What it means that its labels choose nothing: certain, inferred or unknown. */
    @SeenByRules
    public Certainty absence() {
        return everywhere ? surroundings.workloads.coverage().absenceAnywhere() : surroundings.workloads.coverage().absenceIn(namespace());
    }

    /** Workloads with these labels in other namespaces, where it does not look. */
    @SeenByRules
    public List<Workload> elsewhere() {
        return everywhere || !selective() || !selected.isEmpty() ? List.of() : surroundings.workloads.selected(selector);
    }

    /** The workload of its namespace whose labels come nearest. */
    @SeenByRules
    public Optional<Workload> nearest() {
        return selective() ? surroundings.workloads.nearest(namespace(), selector, Set.of()) : Optional.empty();
    }

    /** The selector with the labels of that workload, where each of them is much like what is asked for; else empty. */
    @SeenByRules
    public Map<String, String> nearestSelector() {
        return nearest().map(w -> Labels.alike(selector, w.labels())).orElse(Map.of());
    }

    /** The older object of its kind that holds in its place. */
    @SeenByRules
    public Optional<PolicyScope> winner() {
        return winner;
    }

    /** Another object of its kind for the same, where neither says when it was made: the one that is made first will hold. */
    @SeenByRules
    public Optional<PolicyScope> equal() {
        return equal;
    }

    /** The workload that both choose; empty when neither has a selector. */
    @SeenByRules
    public Optional<Workload> contested() {
        return contested;
    }

    /** A waypoint among what its labels choose: waypoints take policies with targetRefs only. */
    @SeenByRules
    public Optional<Workload> waypoint() {
        return targeted() ? Optional.empty() : selected.stream().filter(Workload::waypoint).findFirst();
    }

    /** A gateway of the Gateway API among what its labels choose. */
    @SeenByRules
    public Optional<Workload> managedGateway() {
        return targeted() ? Optional.empty()
                : selected.stream().filter(w -> w.labels().containsKey(ManagedGateway.NAME_LABEL) && !w.waypoint()).findFirst();
    }

    /**
     * The Gateway of the Gateway API, a waypoint or one at the edge, of whose pods and of no others it is, so that targetRefs with its name are for the same; empty where
     * that is in another namespace.
     */
    @SeenByRules
    public Optional<String> onlyGateway() {
        List<String> gateways = selected.stream()
                .map(w -> w.namespace().equals(namespace()) ? w.labels().getOrDefault(ManagedGateway.NAME_LABEL, "") : "")
                .distinct().toList();
        return targeted() || gateways.size() != 1 ? Optional.empty() : Optional.of(gateways.getFirst()).filter(n -> !n.isEmpty());
    }

    /** Whether istiod lets selectors choose gateways of the Gateway API (ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY, on unless told otherwise). */
    @SeenByRules
    public boolean selectorsForGateways() {
        return surroundings.selectorsForGateways;
    }

    /** A workload that it is for and that is in ambient mode, where all that it is for are. */
    @SeenByRules
    public Optional<Workload> ambient() {
        boolean all = workloads().stream().allMatch(surroundings.ambient);
        return all ? workloads().stream().findFirst() : Optional.empty();
    }

    /** The first field of an AuthorizationPolicy that ztunnel does not know, as the proxy of a node sees connections and no requests. */
    @SeenByRules
    public Optional<String> unknownToZtunnel() {
        return kind().equals("AuthorizationPolicy") ? new PolicyReader(Optional.empty()).read(resource)
                .flatMap(p -> p.rules().stream().flatMap(r -> ZtunnelPolicies.unseen(r).stream()).findFirst()) : Optional.empty();
    }

    /** Whether the object that holds in its place chooses the same pods, by the same labels, so that this one has no effect at all. */
    @SeenByRules
    public boolean sameChoice() {
        return winner.filter(w -> w.selector.equals(selector)).isPresent();
    }
}
