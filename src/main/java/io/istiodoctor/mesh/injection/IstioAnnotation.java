package io.istiodoctor.mesh.injection;

import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.AnnotationDefinition;
import io.istiodoctor.schema.AnnotationForm;
import io.istiodoctor.schema.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** An annotation with one of Istio's names, on an object or on the pods that are made of its template. */
public final class IstioAnnotation implements Subject {
    private static final String POD = "Pod";
    /** What others write, or what no list has although Istio reads it: nobody is told that it is unknown. */
    private static final Set<String> OTHERS = Set.of("internal.istio.io", "install.operator.istio.io", "operator.istio.io",
            "galley.istio.io", "gateway.istio.io",
            "kiali.istio.io");
    /** What is written on these goes to the pods that are made for them. */
    private static final Set<String> HANDED_ON = Set.of("Gateway", "WorkloadGroup", "WorkloadEntry", "IstioOperator", "Istio");

    private final Resource resource;
    private final String parent;
    private final String key;
    private final String value;
    private final boolean pods;
    private final Optional<Workload> workload;

    private IstioAnnotation(Resource resource, String parent, String key, String value, boolean pods, Optional<Workload> workload) {
        this.resource = resource;
        this.parent = parent;
        this.key = key;
        this.value = value;
        this.pods = pods;
        this.workload = workload;
    }

    /** Those of objects that somebody wrote, and of their pod templates. */
    public static List<IstioAnnotation> of(List<Resource> resources, List<Workload> workloads) {
        List<IstioAnnotation> found = new ArrayList<>();
        resources.stream().filter(r -> !made(r) && !Workload.carriedBy(r)).forEach(r -> r.annotations().forEach(
                (k, v) -> add(new IstioAnnotation(r, "metadata.annotations", k, v, false, Optional.empty()), found)));
        for (Workload workload : workloads.stream().filter(w -> !w.assumed() && !made(w.resource())).toList()) {
            String template = workload.template() ? workload.templatePath() + ".metadata.annotations" : "metadata.annotations";
            workload.annotations()
                    .forEach((k, v) -> add(new IstioAnnotation(workload.resource(), template, k, v, true, Optional.of(workload)), found));
            if (workload.template()) {
                workload.resource().annotations().forEach(
                        (k, v) -> add(new IstioAnnotation(workload.resource(), "metadata.annotations", k, v, false, Optional.of(workload)),
                                found));
            }
        }
        return found;
    }

    private static void add(IstioAnnotation annotation, List<IstioAnnotation> found) {
        if (annotation.domain().equals("istio.io") || annotation.domain().endsWith(".istio.io")) {
            found.add(annotation);
        }
    }

    // What a controller made has the annotations of what it was made for.
    private static boolean made(Resource resource) {
        return !resource.root().get("metadata").get("ownerReferences").elements().isEmpty();
    }

    private String domain() {
        return key.substring(0, Math.max(0, key.indexOf('/')));
    }

    private Optional<AnnotationDefinition> definition() {
        return Optional.ofNullable(AnnotationDefinition.annotations().get(key));
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public String path() {
        return parent + ".\"" + key + "\"";
    }

    /** Its name. */
    @SeenByRules
    public String key() {
        return key;
    }

    /** Its value. */
    @SeenByRules
    public String value() {
        return value;
    }

    /** Whether it stands on pods, or on the template of pods. */
    @SeenByRules
    public boolean onPods() {
        return pods;
    }

    /** Whether one of the releases of Istio that are known, from 1.24 on, has such an annotation or label, or whether it is nothing that an author writes. */
    @SeenByRules
    public boolean known() {
        return definition().isPresent() || AnnotationDefinition.labels().containsKey(key) || OTHERS.contains(domain());
    }

    /** The annotation that was most likely meant; empty when it is known, or none is near. */
    @SeenByRules
    public String nearest() {
        return known() ? ""
                : Nearest.name(key, AnnotationDefinition.annotations().keySet()).filter(n -> n.length() > domain().length()).orElse("");
    }

    /** Whether it is a label of Istio's that nothing reads as an annotation, and that is not there as a label. */
    @SeenByRules
    public boolean label() {
        boolean there = pods ? workload.filter(w -> w.labels().containsKey(key)).isPresent() : resource.labels().containsKey(key);
        return definition().isEmpty() && !there && AnnotationDefinition.labels().containsKey(key);
    }

    /** Whether it stands where nothing reads it: on the wrong kind of object, or on the object that makes pods instead of the pods. */
    @SeenByRules
    public boolean misplaced() {
        String kind = resource.ref().kind();
        boolean injection = key.equals(Injection.POD);
        boolean also = !pods && workload.filter(w -> w.annotations().containsKey(key)).isPresent();
        return !injection && !also && !HANDED_ON.contains(kind) && definition().filter(d -> !d.isFor(pods ? POD : kind)).isPresent();
    }

    /** Whether it is for pods, and stands on the object that makes them. */
    @SeenByRules
    public boolean forTemplate() {
        return !pods && workload.isPresent() && definition().filter(d -> d.isFor(POD)).isPresent();
    }

    /** The object that makes pods; empty when it makes none. */
    @SeenByRules
    public Optional<Workload> maker() {
        return workload.filter(Workload::template);
    }

    /** Where the annotations of the pod template are; empty when the object makes no pods. */
    @SeenByRules
    public String templatePath() {
        return workload.filter(Workload::template).map(w -> w.templatePath() + ".metadata.annotations").orElse("");
    }

    /** The kinds of objects that it is for. */
    @SeenByRules
    public List<String> kinds() {
        return definition().map(AnnotationDefinition::kinds).orElse(List.of());
    }

    /** Whether Istio asks not to use it any more. */
    @SeenByRules
    public boolean deprecated() {
        return definition().filter(AnnotationDefinition::deprecated).isPresent();
    }

    /** The last release that knew it; empty when the newest does. */
    @SeenByRules
    public String lastRelease() {
        return definition().flatMap(AnnotationDefinition::lastRelease).map(Release::toString).orElse("");
    }

    /**
     * The form that its value should have and has not: ports, ports_or_all, networks, networks_or_all, port, number, boolean, interception, quantity;
     * empty when it has it, or none is asked for.
     */
    @SeenByRules
    public String wanted() {
        return !pods ? "" : AnnotationForm.of(key).filter(f -> !f.holds(value)).map(f -> f.name().toLowerCase(Locale.ROOT)).orElse("");
    }

    /** A value of the wanted form that says most likely what this one was to say; empty where that cannot be told. */
    @SeenByRules
    public String corrected() {
        return wanted().isEmpty() ? "" : AnnotationForm.of(key).flatMap(f -> f.corrected(value)).orElse("");
    }
}
