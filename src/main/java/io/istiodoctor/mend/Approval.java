package io.istiodoctor.mend;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether a change leaves no object in error that was not: Istio's validation would refuse it, or it would not work. */
final class Approval {
    /** One mistake, whatever its words. */
    private record Mistake(String rule, ObjectRef object) {}

    private final World start;
    private final Function<Mesh, Diagnosis> check;
    private Optional<Set<Mistake>> before = Optional.empty();

    Approval(World start, Function<Mesh, Diagnosis> check) {
        this.start = start;
        this.check = check;
    }

    boolean granted(World after, List<Remedy> changes) {
        Set<ObjectRef> changed = changes.stream().map(c -> c.change().target()).collect(Collectors.toSet());
        Set<Mistake> known = before();
        return mistakes(after).stream().noneMatch(m -> changed.contains(m.object) && !known.contains(m));
    }

    private Set<Mistake> before() {
        if (before.isEmpty()) {
            before = Optional.of(mistakes(start));
        }
        return before.get();
    }

    private Set<Mistake> mistakes(World world) {
        return check.apply(world.mesh()).findings().stream().filter(f -> f.severity() == Severity.ERROR).map(Approval::mistake).collect(Collectors.toSet());
    }

    private static Mistake mistake(Finding finding) {
        return new Mistake(finding.rule(), finding.object());
    }
}
