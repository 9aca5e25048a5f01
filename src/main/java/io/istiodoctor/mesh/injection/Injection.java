package io.istiodoctor.mesh.injection;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which webhook takes a pod: by the selectors as they were read, or, where none was read, by those of Istio's default installation, whose revisions
 * are then unknown (manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml of Istio). What the injector itself then leaves
 * out is {@link Choice.HeldOut}.
 */
public final class Injection {
    static final String ENABLED = "istio-injection";
    static final String REVISION = "istio.io/rev";
    static final String POD = "sidecar.istio.io/inject";
    private static final Set<String> IGNORED = Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

    private final List<Webhook> all;
    private final List<Webhook> injectors;
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final Certainty absence;
    private final boolean allNamespaces;
    private final Set<String> revisions = new TreeSet<>();

    /** What becomes of a pod. */
    sealed interface Choice {
        /** @param by the webhook; empty where those of the default installation are taken for granted */
        record Taken(Optional<Webhook> by) implements Choice {}

        /** No webhook takes it. */
        record NotTaken() implements Choice {}

        /** The injector leaves it as it is: its network is the node's, its namespace is the system's, or it says so itself. */
        record HeldOut(String why) implements Choice {}

        /** Its namespace was not read. */
        record Unknown() implements Choice {}
    }

    /** The webhooks of a snapshot, for choosing alone: which Services they are reached by is not known. */
    public Injection(Inventory inventory) {
        this(inventory, Optional.empty());
    }

    /** The webhooks of a snapshot. */
    public Injection(Inventory inventory, Services services) {
        this(inventory, Optional.of(services));
    }

    private Injection(Inventory inventory, Optional<Services> services) {
        Coverage coverage = inventory.coverage(Kind.SERVICE);
        this.all = new ArrayList<>();
        for (Kind kind : List.of(Kind.MUTATING_WEBHOOK, Kind.VALIDATING_WEBHOOK)) {
            inventory.all(kind).stream().filter(Injection::ofIstio).forEach(r -> {
                List<Node> nodes = r.root().get("webhooks").elements();
                for (int i = 0; i < nodes.size(); i++) {
                    String namespace = nodes.get(i).get("clientConfig").get("service").text("namespace");
                    all.add(new Webhook(r, i, nodes.get(i), services, coverage.absenceIn(namespace)));
                }
            });
        }
        this.injectors = all.stream().filter(Webhook::injects).toList();
        injectors.forEach(w -> revisions.addAll(w.revisions()));
        WebhookOverlaps.find(injectors, revisions);
        inventory.all(Kind.NAMESPACE).forEach(n -> namespaces.put(n.ref().name(), n.labels()));
        this.allNamespaces = inventory.coverage(Kind.NAMESPACE) instanceof Coverage.Complete;
        this.absence = inventory.coverage(Kind.MUTATING_WEBHOOK).absenceAnywhere();
    }

    private static boolean ofIstio(Resource configuration) {
        String name = configuration.ref().name();
        return name.startsWith("istio-sidecar-injector") || name.startsWith("istio-revision-tag") || name.startsWith("istio-validator")
                || name.equals("istiod-default-validator") || configuration.root().get("webhooks").elements().stream()
                        .anyMatch(w -> w.text("name").endsWith("sidecar-injector.istio.io"));
    }

    /** All webhooks of Istio. */
    public List<Webhook> webhooks() {
        return all;
    }

    /** Whether webhooks that inject were read, so that their selectors decide. */
    public boolean read() {
        return !injectors.isEmpty();
    }

    /** Whether webhooks that inject were read together with the namespaces that they look at. */
    Certainty absence() {
        return read() ? absence : Certainty.UNKNOWN;
    }

    /** The revisions and tags that webhooks name. */
    List<String> revisions() {
        return List.copyOf(revisions);
    }

    /** Whether a proxy comes into the pods that are made of a template; of pods themselves it is seen. */
    public boolean proxies(Workload workload) {
        return workload.template()
                && choose(workload.namespace(), workload.labels(), workload.annotations(), workload.hostNetwork()) instanceof Choice.Taken;
    }

    /** What becomes of a pod with these labels and annotations. */
    Choice choose(String namespace, Map<String, String> labels, Map<String, String> annotations, boolean hostNetwork) {
        Map<String, String> around = labels(namespace);
        if (around == null) {
            return new Choice.Unknown();
        } else if (IGNORED.contains(namespace)) {
            return new Choice.HeldOut("nothing is injected in namespace " + namespace);
        } else if (hostNetwork) {
            return new Choice.HeldOut("it uses the network of its node");
        } else if ("false".equalsIgnoreCase(labels.getOrDefault(POD, annotations.getOrDefault(POD, "")))) {
            return new Choice.HeldOut("it says " + POD + ": \"false\"");
        }
        Map<String, String> complete = new HashMap<>(around);
        complete.put("kubernetes.io/metadata.name", namespace);
        if (!read()) {
            return byDefault(around, labels) ? new Choice.Taken(Optional.empty()) : new Choice.NotTaken();
        }
        return injectors.stream().filter(w -> w.takes(complete, labels)).findFirst().<Choice>map(w -> new Choice.Taken(Optional.of(w)))
                .orElseGet(Choice.NotTaken::new);
    }

    // A namespace that files do not have although they are everything has no labels.
    private @Nullable Map<String, String> labels(String namespace) {
        return allNamespaces ? namespaces.getOrDefault(namespace, Map.of()) : namespaces.get(namespace);
    }

    /** Whether some webhook takes pods without any label in a namespace without any, as enableNamespacesByDefault lets it. */
    boolean takesEverything(String namespace) {
        return injectors.stream().anyMatch(w -> w.takes(Map.of("kubernetes.io/metadata.name", namespace), Map.of()));
    }

    private static boolean byDefault(Map<String, String> namespace, Map<String, String> pod) {
        if (namespace.containsKey(ENABLED)) {
            return "enabled".equals(namespace.get(ENABLED));
        }
        return namespace.containsKey(REVISION) || pod.containsKey(REVISION) || "true".equals(pod.get(POD));
    }
}
