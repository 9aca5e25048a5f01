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
 * All flaws of all objects that come from files, and what the cluster's own definitions have against objects that it holds. Which objects of files are refused
 * decides what the mesh is made of.
 */
public final class Inspection {
    private static final int MOST_NAMED = 5;

    private final List<Resource> objects;
    private final Judge judge;
    /** Of objects of files, those that have any. */
    private final Map<Resource, List<FieldFlaw>> written = new IdentityHashMap<>();
    private final Set<ObjectRef> refused = new TreeSet<>();
    private Optional<List<FieldFlaw>> flaws = Optional.empty();

    /**
     * What looks into objects, each once.
     *
     * @param definitions the CustomResourceDefinitions that it goes by
     */
    private record Judge(Optional<IstioVersion> istio, List<Resource> definitions, Admission admission,
            Memo<Resource, List<FieldFlaw>> looked) {
        static Judge of(Optional<IstioVersion> istio, List<Resource> definitions) {
            Admission admission = new Admission(istio.map(v -> new Release(v.major(), v.minor())), definitions);
            return new Judge(istio, definitions, admission, new Memo<>(r -> look(r, admission)));
        }

        boolean goesBy(Optional<IstioVersion> release, List<Resource> others) {
            return istio.equals(release) && definitions.size() == others.size()
                    && IntStream.range(0, others.size()).allMatch(i -> definitions.get(i) == others.get(i));
        }
    }

    private Inspection(Inventory inventory, Judge judge) {
        this.objects = inventory.snapshot().resources();
        this.judge = judge;
        AllCores.list(objects, some -> some.filter(r -> !isStored(r)).map(judge.looked::of).filter(found -> !found.isEmpty()))
                .forEach(found -> written.put(found.getFirst().resource(), found));
        written.forEach((object, found) -> {
            if (object.ref().known().filter(k -> CertainRefusal.of(k, object, found, judge.admission)).isPresent()) {
                refused.add(object.ref());
            }
        });
        objects.stream().filter(r -> !isStored(r) && OwnTemplate.missed(r)).forEach(r -> refused.add(r.ref()));
        refused.addAll(new NodePorts(inventory.all(Kind.SERVICE).stream().filter(s -> !refused.contains(s.ref())).toList()).refused());
    }

    /**
     * Looks into every object of files.
     *
     * @param before a state of which much is the same: what was looked into there is not looked into again
     */
    public static Inspection of(Inventory inventory, Optional<IstioVersion> istio, Optional<Inspection> before) {
        List<Resource> definitions = List.copyOf(inventory.all(Kind.CUSTOM_RESOURCE_DEFINITION));
        return new Inspection(inventory,
                before.map(b -> b.judge).filter(j -> j.goesBy(istio, definitions)).orElseGet(() -> Judge.of(istio, definitions)));
    }

    /** The flaws of all objects, in their order. */
    public synchronized List<FieldFlaw> flaws() {
        if (flaws.isEmpty()) {
            flaws = Optional.of(AllCores.list(objects, some -> some
                    .flatMap(r -> isStored(r) ? judge.looked.of(r).stream() : written.getOrDefault(r, List.of()).stream())));
        }
        return flaws.get();
    }

    /** Objects of files that are certainly refused. */
    public Set<ObjectRef> refused() {
        return refused;
    }

    /** Whether an object is refused for what stands in a field, or would be now. */
    public boolean refuses(Resource object, String path) {
        return (isStored(object) ? judge.looked.of(object) : written.getOrDefault(object, List.of())).stream()
                .anyMatch(f -> f.refused() && f.path().equals(path));
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

    private static List<FieldFlaw> look(Resource object, Admission admission) {
        return (isStored(object) ? admission.flawsOfStored(object) : admission.flaws(object)).stream()
                .map(f -> new FieldFlaw(object, object.confidential() ? f.withoutValue() : f)).toList();
    }
}
