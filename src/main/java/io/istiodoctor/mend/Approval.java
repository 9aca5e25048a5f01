package io.istiodoctor.mend;

import io.istiodoctor.mesh.admission.FieldFlaw;
import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a cluster would take the objects as they are after a change: neither its definitions nor Istio's validation refuse one that they took before. */
final class Approval {
    private final Set<ObjectRef> before;

    Approval(World start) {
        this.before = refused(start);
    }

    boolean granted(World after, List<Remedy> changes) {
        Set<ObjectRef> changed = changes.stream().map(c -> c.change().target()).collect(Collectors.toSet());
        return refused(after).stream().noneMatch(r -> changed.contains(r) && !before.contains(r));
    }

    private static Set<ObjectRef> refused(World world) {
        return world.mesh().flaws().stream().filter(FieldFlaw::refused).map(f -> f.resource().ref()).collect(Collectors.toSet());
    }
}
