package io.istiodoctor.mesh.injection;

import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A namespace, what its labels say of injection, and the pods in it. */
public final class InjectedNamespace implements Subject {
    private static final Set<String> SYSTEM = Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

    private final Resource resource;
    private final Injection injection;
    private final ProxyImages images;
    private final List<PodInjection> pods;
    private final Surroundings surroundings;

    /**
     * What a namespace cannot know by itself.
     *
     * @param control namespaces of control planes and gateways
     * @param routed namespaces that routes lead to
     * @param anyInjected whether proxies run beside applications anywhere
     */
    public record Surroundings(Set<String> control, Set<String> routed, boolean anyInjected) {}

    /** A namespace with its pods. */
    public InjectedNamespace(Resource resource, Injection injection, ProxyImages images, List<PodInjection> pods,
            Surroundings surroundings) {
        this.resource = resource;
        this.injection = injection;
        this.images = images;
        this.pods = List.copyOf(pods);
        this.surroundings = surroundings;
    }

    @Override
    public Resource resource() {
        return resource;
    }

    private Map<String, String> labels() {
        return resource.labels();
    }

    /** The value of the label istio-injection; empty when it has none. */
    @SeenByRules
    public String injectionLabel() {
        return labels().getOrDefault(Injection.ENABLED, "");
    }

    /** The revision that its label istio.io/rev asks for; empty when it has none. */
    @SeenByRules
    public String revision() {
        return labels().getOrDefault(Injection.REVISION, "");
    }

    /** Whether neither label is there. */
    @SeenByRules
    public boolean unlabelled() {
        return !labels().containsKey(Injection.ENABLED) && !labels().containsKey(Injection.REVISION);
    }

    /** The labels that contradict each other, as a manifest writes them; fewer than two when none do. */
    @SeenByRules
    public List<String> conflicting() {
        List<String> found = new ArrayList<>();
        String enabled = injectionLabel();
        if (!enabled.isEmpty()) {
            found.add(Injection.ENABLED + ": " + enabled);
        }
        for (String label : List.of(Injection.REVISION, "istio.io/dataplane-mode")) {
            if (labels().containsKey(label) && (enabled.isEmpty() || enabled.equals("enabled"))) {
                found.add(label + ": " + labels().get(label));
            }
        }
        return found;
    }

    /** Whether a webhook has this revision or tag; yes when the namespace asks for none. */
    @SeenByRules(certainty = "webhookAbsence")
    public boolean revisionFound() {
        return revision().isEmpty() || injection.revisions().contains(revision());
    }

    /** Whether some webhook takes pods because the namespace says istio-injection: enabled; yes when it does not say so. */
    @SeenByRules(certainty = "webhookAbsence")
    public boolean enabledTaken() {
        return !injectionLabel().equals("enabled") || injection.choose(name(), Map.of(), Map.of(), false) instanceof Injection.Choice.Taken;
    }

    /** What it means that no webhook is there: certain, inferred or unknown. */
    @SeenByRules
    public Certainty webhookAbsence() {
        return injection.absence();
    }

    /** The revisions and tags that webhooks have. */
    @SeenByRules
    public List<String> revisions() {
        return injection.revisions();
    }

    /** The revision or tag that was most likely meant. */
    @SeenByRules
    public Optional<String> nearestRevision() {
        return Nearest.name(revision(), injection.revisions());
    }

    /** Whether a webhook takes its pods although it has no label (enableNamespacesByDefault). */
    @SeenByRules
    public boolean takenByDefault() {
        return unlabelled() && injection.takesEverything(name());
    }

    /** Whether its pods belong to ambient mode. */
    @SeenByRules
    public boolean ambient() {
        return labels().getOrDefault("istio.io/dataplane-mode", "").equals("ambient");
    }

    /** Whether it belongs to Kubernetes or Istio, or gateways run in it. */
    @SeenByRules
    public boolean system() {
        return SYSTEM.contains(name()) || surroundings.control.contains(name());
    }

    /** Whether routes lead to Services in it. */
    @SeenByRules
    public boolean routed() {
        return surroundings.routed.contains(name());
    }

    /** Whether proxies run beside applications somewhere, so that this is a mesh of sidecars. */
    @SeenByRules
    public boolean sidecarsElsewhere() {
        return surroundings.anyInjected;
    }

    /** Applications in it without a proxy. */
    @SeenByRules
    public List<Workload> withoutProxy() {
        return pods.stream().map(PodInjection::workload).filter(w -> w.proxy().isEmpty()).toList();
    }

    /** Pods with a proxy that the injector brought, which new pods in their place will not get. */
    @SeenByRules
    public List<Workload> losing() {
        boolean written = pods.stream().anyMatch(PodInjection::proxyWritten);
        return written ? List.of()
                : pods.stream().filter(p -> p.running() && p.notTaken() && p.workload().sidecar()).map(PodInjection::workload).toList();
    }

    /** Pods whose proxy is of another image than the injector brings now. */
    @SeenByRules
    public List<Workload> outdated() {
        if (!injectionLabel().equals("enabled") && revision().isEmpty()) {
            return List.of();
        }
        return pods.stream().map(PodInjection::workload).filter(w -> !w.template() && images.outdated(w, revision())).toList();
    }

    /** The image of the proxy that the injector brings now; empty when that is not known. */
    @SeenByRules
    public String proxyImage() {
        return images.of(revision()).orElse("");
    }
}
