package io.istiodoctor.mesh.injection;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Map<String, Map<String, String>> namespaces;
    private final Certainty absence;
    private final boolean allNamespaces;
    private final Set<String> revisions;

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

    /** The webhooks of a snapshot, for choosing: which Services they are reached by is not known yet. */
    public Injection(Inventory inventory) {
        Coverage coverage = inventory.coverage(Kind.SERVICE);
        this.all = Stream.of(Kind.MUTATING_WEBHOOK, Kind.VALIDATING_WEBHOOK).flatMap(k -> inventory.all(k).stream())
                .filter(Injection::ofIstio).flatMap(r -> Webhook.of(r, coverage).stream()).toList();
        this.injectors = all.stream().filter(Webhook::injects).toList();
        this.revisions = injectors.stream().flatMap(w -> w.revisions().stream()).collect(Collectors.toCollection(TreeSet::new));
        this.namespaces = inventory.all(Kind.NAMESPACE).stream()
                .collect(Collectors.toMap(n -> n.ref().name(), Resource::labels, (a, b) -> b));
        this.allNamespaces = inventory.coverage(Kind.NAMESPACE) instanceof Coverage.Complete;
        this.absence = inventory.coverage(Kind.MUTATING_WEBHOOK).absenceAnywhere();
    }

    private Injection(Injection choosing, List<Webhook> all) {
        this.all = all;
        this.injectors = all.stream().filter(Webhook::injects).toList();
        this.namespaces = choosing.namespaces;
        this.absence = choosing.absence;
        this.allNamespaces = choosing.allNamespaces;
        this.revisions = choosing.revisions;
        WebhookOverlaps.find(injectors, revisions);
    }

    /** The same with the Services by which webhooks are reached, and with what several of them do together. */
    public Injection reached(Services services) {
        return new Injection(this, all.stream().map(w -> w.reached(services)).toList());
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

    /**
     * What it means that a webhook was not read. Where none was, nothing, even of files that are said to be everything: webhooks come with an installation
     * of Istio, which people do not keep beside their applications, and its revisions are whatever it was installed with.
     */
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
