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
import org.jspecify.annotations.Nullable;

/** A label or annotation that speaks of injection, where nobody listens to it or with a value that nobody understands. */
public final class InjectionLabel implements Subject {
    private static final Set<String> NAMESPACE_VALUES = Set.of("enabled", "disabled");
    private static final Set<String> POD_VALUES = Set.of("true", "false");

    /** What is wrong. */
    public enum Problem { VALUE, MISPLACED, ANNOTATION, MISSPELLED }

    private final Resource resource;
    private final String path;
    private final String key;
    private final String value;
    private final Problem problem;
    private final String meant;
    private final Certainty certainty;
    private final Optional<Workload> workload;

    private InjectionLabel(Resource resource, String path, String key, String value, Problem problem, String meant, Certainty certainty,
            Optional<Workload> workload) {
        this.resource = resource;
        this.path = path;
        this.key = key;
        this.value = value;
        this.problem = problem;
        this.meant = meant;
        this.certainty = certainty;
        this.workload = workload;
    }

    /** Those of namespaces and workloads. */
    public static List<InjectionLabel> of(List<Resource> namespaces, List<PodInjection> pods) {
        List<InjectionLabel> found = new ArrayList<>();
        for (Resource namespace : namespaces) {
            namespace.labels().forEach((key, value) -> {
                if (key.equals(Injection.ENABLED) && !NAMESPACE_VALUES.contains(value)) {
                    found.add(new InjectionLabel(namespace, "metadata.labels", key, value, Problem.VALUE, "enabled", Certainty.CERTAIN,
                            Optional.empty()));
                } else if (misspelled(key)) {
                    found.add(new InjectionLabel(namespace, "metadata.labels", key, value, Problem.MISSPELLED, Injection.ENABLED,
                            Certainty.CERTAIN, Optional.empty()));
                }
            });
        }
        pods.forEach(p -> collect(p, found));
        return found;
    }

    private static boolean misspelled(String key) {
        return !key.contains("/") && !key.equals(Injection.ENABLED) && key.contains("inject")
                && Nearest.name(key, List.of(Injection.ENABLED)).isPresent();
    }

    private static void collect(PodInjection pod, List<InjectionLabel> found) {
        Workload w = pod.workload();
        String at = w.template() ? w.templatePath() + ".metadata" : "metadata";
        Optional.ofNullable(w.labels().get(Injection.POD)).filter(v -> !POD_VALUES.contains(v)).ifPresent(
                v -> found
                        .add(new InjectionLabel(w.resource(), at + ".labels", Injection.POD, v, Problem.VALUE, "true", Certainty.CERTAIN,
                                Optional.of(w))));
        if (unheard(pod, w.annotations().get(Injection.POD)) && "true".equals(w.annotations().get(Injection.POD))) {
            found.add(new InjectionLabel(w.resource(), at + ".annotations", Injection.POD, "true", Problem.ANNOTATION, "true",
                    pod.absence(), Optional.of(w)));
        }
        boolean silent = !w.labels().containsKey(Injection.POD) && !w.annotations().containsKey(Injection.POD);
        if (w.template() && silent) {
            for (var of : List.of(Map.entry("metadata.labels", w.objectLabels()),
                    Map.entry("metadata.annotations", w.resource().annotations()))) {
                String value = of.getValue().getOrDefault(Injection.POD, "");
                if (unheard(pod, value)) {
                    found.add(new InjectionLabel(w.resource(), of.getKey(), Injection.POD, value, Problem.MISPLACED, value, pod.absence(),
                            Optional.of(w)));
                }
            }
        }
    }

    // What is asked for in a wrong place does no harm where it happens all the same.
    private static boolean unheard(PodInjection pod, @Nullable String value) {
        return !pod.workload().labels().containsKey(Injection.POD) && pod.workload().proxy().isEmpty()
                && ("true".equals(value) && pod.notTaken() || "false".equals(value) && pod.injected());
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public String path() {
        return path;
    }

    /** The label or annotation. */
    @SeenByRules
    public String key() {
        return key;
    }

    /** Its value. */
    @SeenByRules
    public String value() {
        return value;
    }

    /**
     * What is wrong: "value" is none that counts, "misplaced" on the workload object instead of its pods, "annotation" where a label decides,
     * "misspelled".
     */
    @SeenByRules
    public Problem problem() {
        return problem;
    }

    /** What was most likely meant: the right value, of a misspelled one the right label. */
    @SeenByRules
    public String meant() {
        return meant;
    }

    /** How certain it is that nobody listens: certain, inferred or unknown. */
    @SeenByRules
    public Certainty certainty() {
        return certainty;
    }

    /** The workload whose pods it is about; empty for a namespace's. */
    @SeenByRules
    public Optional<Workload> workload() {
        return workload;
    }

    /** Where the labels of those pods are: metadata.labels of a pod, or those of a template; empty for a namespace's. */
    @SeenByRules
    public String podLabels() {
        return workload.map(w -> (w.template() ? w.templatePath() + "." : "") + "metadata.labels").orElse("");
    }
}
