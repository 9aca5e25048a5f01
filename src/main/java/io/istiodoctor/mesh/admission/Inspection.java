package io.istiodoctor.mesh.admission;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Release;
import io.istiodoctor.schema.admission.Admission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All flaws of all objects that come from files. What a cluster holds was taken by its API server. */
public record Inspection(List<FieldFlaw> flaws) {
    private static final int MOST_NAMED = 5;

    public Inspection {
        flaws = List.copyOf(flaws);
    }

    /** Looks into every object. */
    public static Inspection of(Inventory inventory, Optional<IstioVersion> istio) {
        Admission admission = new Admission(istio.map(v -> new Release(v.major(), v.minor())));
        return new Inspection(inventory.snapshot().resources().stream().filter(r -> r.origin() instanceof Origin.File)
                .flatMap((Resource r) -> admission.flaws(r).stream().map(f -> new FieldFlaw(r, r.confidential() ? f.withoutValue() : f))).toList());
    }

    /**
     * Objects that are certainly refused. The Gateway API's are not among them: which release of its definitions a cluster has is not known, and
     * newer ones ask for more.
     */
    public Set<ObjectRef> refused() {
        return flaws.stream().filter(FieldFlaw::refused).map(f -> f.resource().ref()).filter(r -> r.apiVersion().contains(".istio.io/"))
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
        return Optional.of("%s%s would be refused, and %s part in nothing else.".formatted(names, more, refused.size() == 1 ? "takes" : "take"));
    }
}
