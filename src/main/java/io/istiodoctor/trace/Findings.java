package io.istiodoctor.trace;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lays the findings of a check beside the steps that they concern. Findings explain what was decided; they decide nothing. */
final class Findings {
    private final Supplier<Diagnosis> diagnosis;
    private final boolean everywhere;
    private @Nullable Map<ObjectRef, List<Finding>> byObject;

    private Findings(Supplier<Diagnosis> diagnosis, boolean everywhere) {
        this.diagnosis = diagnosis;
        this.everywhere = everywhere;
    }

    /** Those of a check. */
    static Findings of(Diagnosis diagnosis) {
        return new Findings(() -> diagnosis, true);
    }

    /** Those of a check that is not made before a way is met on which something is not well; ways on which all is well have none. */
    static Findings whereNotWell(Supplier<Diagnosis> diagnosis) {
        return new Findings(diagnosis, false);
    }

    private Map<ObjectRef, List<Finding>> byObject() {
        Map<ObjectRef, List<Finding>> known = byObject;
        if (known == null) {
            known = group(diagnosis.get().findings());
            byObject = known;
        }
        return known;
    }

    private static Map<ObjectRef, List<Finding>> group(List<Finding> all) {
        return all.stream().filter(f -> f.severity() != Severity.INFO).collect(Collectors.groupingBy(Finding::object));
    }

    /** The hops of a way. */
    List<Hop> join(List<Step> steps) {
        if (!everywhere && steps.stream().allMatch(s -> s.status() == HopStatus.OK)) {
            return steps.stream().map(s -> new Hop(s.stage(), s.object(), s.status(), s.message(), List.of())).toList();
        }
        Set<ObjectRef> met = new LinkedHashSet<>();
        steps.forEach(s -> s.passed().forEach(p -> met.add(p.object())));
        List<List<Finding>> perStep = new ArrayList<>();
        steps.forEach(s -> perStep.add(new ArrayList<>()));
        for (ObjectRef object : met) {
            for (Finding finding : byObject().getOrDefault(object, List.of())) {
                int step = stepOf(finding, steps);
                if (step >= 0) {
                    perStep.get(step).add(finding);
                }
            }
        }
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            hops.add(new Hop(step.stage(), step.object(), step.status(), step.message(),
                    perStep.get(i).stream().sorted(Finding.ORDER).toList()));
        }
        return hops;
    }

    private static int stepOf(Finding finding, List<Step> steps) {
        int best = -1;
        int fit = 0;
        for (int i = 0; i < steps.size(); i++) {
            int here = steps.get(i).passed().stream().mapToInt(p -> p.fit(finding.object(), finding.field())).max().orElse(0);
            if (here > fit) {
                fit = here;
                best = i;
            }
        }
        return best;
    }
}
