package io.istiodoctor.mend;

import io.istiodoctor.mesh.admission.FieldFlaw;
import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a cluster would take the objects as they are after a change: neither its definitions nor Istio's validation refuse one that they took before. */
final class Approval {
    private final World start;
    private Optional<Set<ObjectRef>> before = Optional.empty();

    Approval(World start) {
        this.start = start;
    }

    boolean granted(World after, List<Remedy> changes) {
        Set<ObjectRef> changed = changes.stream().map(c -> c.change().target()).collect(Collectors.toSet());
        return refused(after).stream().noneMatch(r -> changed.contains(r) && !before().contains(r));
    }

    private Set<ObjectRef> before() {
        if (before.isEmpty()) {
            before = Optional.of(refused(start));
        }
        return before.get();
    }

    private static Set<ObjectRef> refused(World world) {
        return world.mesh().flaws().stream().filter(FieldFlaw::refused).map(f -> f.resource().ref()).collect(Collectors.toSet());
    }
}
