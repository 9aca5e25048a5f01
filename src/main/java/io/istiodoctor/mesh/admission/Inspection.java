package io.istiodoctor.mesh.admission;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Admission;
import io.istiodoctor.schema.Release;
import java.util.List;
import java.util.Optional;

/** All flaws of all objects that come from files. What a cluster holds was taken by its API server. */
public record Inspection(List<FieldFlaw> flaws) {
    public Inspection {
        flaws = List.copyOf(flaws);
    }

    /** Looks into every object. */
    public static Inspection of(Inventory inventory, Optional<IstioVersion> istio) {
        Admission admission = new Admission(istio.map(v -> new Release(v.major(), v.minor())));
        return new Inspection(inventory.snapshot().resources().stream().filter(r -> r.origin() instanceof Origin.File)
                .flatMap((Resource r) -> admission.flaws(r).stream().map(f -> new FieldFlaw(r, f))).toList());
    }
}
