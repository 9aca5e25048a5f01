package io.istiodoctor.trace;

import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Severity;
import java.util.ArrayList;
import java.util.List;

/** Lays the findings of a check beside the steps that they concern, so that trace and check never contradict each other. */
final class Findings {
    private Findings() {}

    /** The hops of a way. Findings explain what was decided; they decide nothing. */
    static List<Hop> join(List<Step> steps, List<Finding> all) {
        List<List<Finding>> perStep = new ArrayList<>();
        steps.forEach(s -> perStep.add(new ArrayList<>()));
        for (Finding finding : all) {
            if (finding.severity() != Severity.INFO) {
                int step = stepOf(finding, steps);
                if (step >= 0) {
                    perStep.get(step).add(finding);
                }
            }
        }
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            hops.add(hop(steps.get(i), perStep.get(i)));
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

    private static Hop hop(Step step, List<Finding> findings) {
        return new Hop(step.stage(), step.object(), step.status(), step.message(), findings);
    }
}
