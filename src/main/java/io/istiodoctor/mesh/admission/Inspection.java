package io.istiodoctor.mesh.admission;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.base.Memo;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Release;
import io.istiodoctor.schema.admission.Admission;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All flaws of all objects that come from files, and what the cluster's own definitions have against objects that it holds. The flaws of Istio's kinds in files
 * decide what the mesh is made of; the others are looked for when they are asked for.
 */
public final class Inspection {
    private static final int MOST_NAMED = 5;

    private final List<Resource> objects;
    private final Judge judge;
    /** Of Istio's objects, those that have any. */
    private final Map<Resource, List<FieldFlaw>> ofIstio = new IdentityHashMap<>();
    private Optional<List<FieldFlaw>> flaws = Optional.empty();

    /**
     * What looks into objects, each once.
     *
     * @param definitions the CustomResourceDefinitions that it goes by
     */
    private record Judge(Optional<IstioVersion> istio, List<Resource> definitions, Memo<Resource, List<FieldFlaw>> looked) {
        static Judge of(Optional<IstioVersion> istio, List<Resource> definitions) {
            Admission admission = new Admission(istio.map(v -> new Release(v.major(), v.minor())), definitions);
            return new Judge(istio, definitions, new Memo<>(r -> look(r, admission)));
        }

        boolean goesBy(Optional<IstioVersion> release, List<Resource> others) {
            return istio.equals(release) && definitions.size() == others.size()
                    && IntStream.range(0, others.size()).allMatch(i -> definitions.get(i) == others.get(i));
        }
    }

    private Inspection(List<Resource> objects, Judge judge) {
        this.objects = objects;
        this.judge = judge;
        AllCores.stream(objects.stream().filter(r -> isIstio(r) && !isStored(r)).toList()).map(judge.looked::of)
                .filter(found -> !found.isEmpty()).toList().forEach(found -> ofIstio.put(found.getFirst().resource(), found));
    }

    /**
     * Looks into every object of Istio's kinds.
     *
     * @param before a state of which much is the same: what was looked into there is not looked into again
     */
    public static Inspection of(Inventory inventory, Optional<IstioVersion> istio, Optional<Inspection> before) {
        List<Resource> definitions = List.copyOf(inventory.all(Kind.CUSTOM_RESOURCE_DEFINITION));
        return new Inspection(inventory.snapshot().resources(),
                before.map(b -> b.judge).filter(j -> j.goesBy(istio, definitions)).orElseGet(() -> Judge.of(istio, definitions)));
    }

    /** The flaws of all objects, in their order. */
    public synchronized List<FieldFlaw> flaws() {
        if (flaws.isEmpty()) {
            flaws = Optional.of(AllCores.stream(objects)
                    .flatMap(r -> isIstio(r) && !isStored(r) ? ofIstio.getOrDefault(r, List.of()).stream()
                            : judge.looked.of(r).stream())
                    .toList());
        }
        return flaws.get();
    }

    /**
     * Objects that are certainly refused. The Gateway API's are not among them: which release of its definitions a cluster has is not known, and
     * newer ones ask for more.
     */
    public Set<ObjectRef> refused() {
        return ofIstio.values().stream().flatMap(List::stream).filter(FieldFlaw::refused).map(f -> f.resource().ref())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** That refused objects are taken for absent, as a sentence; empty when there are none. */
    public Optional<String> assumption() {
        List<ObjectRef> refused = List.copyOf(refused());
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        String names = refused.stream().limit(MOST_NAMED).map(ObjectRef::toString).collect(Collectors.joining(", "));
        String more = refused.size() > MOST_NAMED ? " and %d more".formatted(refused.size() - MOST_NAMED) : "";
        return Optional
                .of("%s%s would be refused, and %s part in nothing else.".formatted(names, more, refused.size() == 1 ? "takes" : "take"));
    }

    private static boolean isIstio(Resource object) {
        return object.ref().apiVersion().contains(".istio.io/");
    }

    /** Whether an API server has taken it: then only the definition can have changed. */
    private static boolean isStored(Resource object) {
        return object.origin() instanceof Origin.Cluster;
    }

    private static List<FieldFlaw> look(Resource object, Admission admission) {
        return (isStored(object) ? admission.flawsOfStored(object) : admission.flaws(object)).stream()
                .map(f -> new FieldFlaw(object, object.confidential() ? f.withoutValue() : f)).toList();
    }
}
