package io.istiodoctor.mesh.admission;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Release;
import io.istiodoctor.schema.Sort;
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
    private static final String GATEWAY_API = "gateway.networking.k8s.io/";

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
            if (isPart(object) && found.stream().anyMatch(this::refuses)) {
                refused.add(object.ref());
            }
        });
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

    /**
     * Whether a flaw is enough for an object to be refused. Which release of the definitions of the Gateway API a cluster has is not known unless they were
     * read, and newer ones ask for more; but none gives a field another type, and metadata are every release's. An object of Kubernetes' own
     * kinds that an API server has written to before is held against less when it is changed. What a pod lacks may be brought by a webhook, as Istio's
     * brings a proxy and its image, before the API server looks at the pod; templates of pods go by no such webhook.
     */
    private boolean refuses(FieldFlaw flaw) {
        Resource object = flaw.resource();
        if (!flaw.refused()) {
            return false;
        }
        if (object.ref().apiVersion().contains(".istio.io/")) {
            return true;
        }
        boolean foreign = object.ref().apiVersion().contains(GATEWAY_API);
        boolean brought = flaw.sort() == Sort.MISSING && object.ref().kind().equals("Pod");
        return !brought && !isServersCopy(object) && (!foreign || flaw.sort() == Sort.WRONG_TYPE || flaw.path().startsWith("metadata")
                || admission.defined(object.ref()));
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

    /** Whether a file has an object as an API server gave it out. */
    private static boolean isServersCopy(Resource object) {
        Node metadata = object.root().get("metadata");
        return !metadata.text("uid").isEmpty() && !metadata.text("resourceVersion").isEmpty();
    }

    private List<FieldFlaw> look(Resource object) {
        return (isStored(object) ? admission.flawsOfStored(object) : admission.flaws(object)).stream()
                .map(f -> new FieldFlaw(object, object.confidential() ? f.withoutValue() : f)).toList();
    }
}
