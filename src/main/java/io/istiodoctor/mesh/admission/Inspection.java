package io.istiodoctor.mesh.admission;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.IstioVersion;
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

/**
 * All flaws of all objects that come from files, and what the cluster's own definitions have against objects that it holds. Which objects of files are refused
 * decides what the mesh is made of.
 */
public final class Inspection {
    private static final int MOST_NAMED = 5;

    private final List<Resource> objects;
    private final Admission admission;
    /** Of objects of files, those that have any. */
    private final Map<Resource, List<FieldFlaw>> written = new IdentityHashMap<>();
    private final Set<ObjectRef> refused = new TreeSet<>();
    private Optional<List<FieldFlaw>> flaws = Optional.empty();

    private Inspection(Inventory inventory, Admission admission) {
        this.objects = inventory.snapshot().resources();
        this.admission = admission;
        AllCores.stream(objects.stream().filter(r -> !isStored(r)).toList()).map(this::look).filter(found -> !found.isEmpty()).toList()
                .forEach(found -> written.put(found.getFirst().resource(), found));
        written.forEach((object, found) -> {
            if (isPart(object) && CertainRefusal.of(object, found, admission)) {
                refused.add(object.ref());
            }
        });
        objects.stream().filter(r -> !isStored(r) && OwnTemplate.missed(r)).forEach(r -> refused.add(r.ref()));
        refused.addAll(new NodePorts(inventory.all(Kind.SERVICE).stream().filter(s -> !refused.contains(s.ref())).toList()).refused());
    }

    /** Looks into every object of files. */
    public static Inspection of(Inventory inventory, Optional<IstioVersion> istio) {
        return new Inspection(inventory,
                new Admission(istio.map(v -> new Release(v.major(), v.minor())), inventory.all(Kind.CUSTOM_RESOURCE_DEFINITION)));
    }

    /** The flaws of all objects, in their order. */
    public synchronized List<FieldFlaw> flaws() {
        if (flaws.isEmpty()) {
            flaws = Optional.of(AllCores.stream(objects)
                    .flatMap(r -> isStored(r) ? look(r).stream() : written.getOrDefault(r, List.of()).stream()).toList());
        }
        return flaws.get();
    }

    /** Objects of files that are certainly refused. */
    public Set<ObjectRef> refused() {
        return refused;
    }

    private static boolean isPart(Resource object) {
        return Kind.of(object.ref().apiVersion(), object.ref().kind()).isPresent();
    }

    /** That refused objects are taken for absent, as a sentence; empty when there are none. */
    public Optional<String> assumption() {
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        String names = refused.stream().limit(MOST_NAMED).map(ObjectRef::toString).collect(Collectors.joining(", "));
        String more = refused.size() > MOST_NAMED ? " and %d more".formatted(refused.size() - MOST_NAMED) : "";
        return Optional
                .of("%s%s would be refused, and %s part in nothing else.".formatted(names, more, refused.size() == 1 ? "takes" : "take"));
    }

    /** Whether an API server has taken it: then only the definition can have changed. */
    private static boolean isStored(Resource object) {
        return object.origin() instanceof Origin.Cluster;
    }

    private List<FieldFlaw> look(Resource object) {
        return (isStored(object) ? admission.flawsOfStored(object) : admission.flaws(object)).stream()
                .map(f -> new FieldFlaw(object, object.confidential() ? f.withoutValue() : f)).toList();
    }
}
