package io.istiodoctor.trace;

import io.istiodoctor.trace.Decision.Ended;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Ways that a request may take by chance: the clusters of a route by their weights, the endpoints of a cluster one after the other. */
final class Shares {
    /** One way and how often it is taken. */
    record Branch(long weight, Decision<Arrived> way) {
        HopStatus status() {
            return way.steps().stream().map(Step::status).max(Comparator.naturalOrder()).orElse(HopStatus.OK);
        }

        Outcome outcome() {
            return way instanceof Ended<Arrived>(Outcome outcome, var behind, var steps) ? outcome : Outcome.answered();
        }
    }

    private Shares() {}

    /** The clusters of a route as one way: each is told. */
    static Decision<Arrived> ofClusters(List<Branch> branches) {
        if (branches.stream().allMatch(b -> alike(b, branches.getFirst()))) {
            List<Step> steps = branches.stream().flatMap(b -> b.way().steps().stream()).toList();
            return new Ended<>(branches.getFirst().outcome(), Optional.empty(), distinct(steps));
        }
        return mixed(branches);
    }

    /** The endpoints of a cluster as one way: where they fare alike, the first of them stands for all. */
    static Decision<Arrived> ofEndpoints(List<Branch> branches) {
        return branches.stream().allMatch(b -> alike(b, branches.getFirst())) ? branches.getFirst().way() : mixed(branches);
    }

    // What happens to most requests decides; where the others fare otherwise, that makes it doubtful.
    private static Decision<Arrived> mixed(List<Branch> branches) {
        long all = branches.stream().mapToLong(Branch::weight).sum();
        long broken = branches.stream().filter(b -> b.status() == HopStatus.BROKEN).mapToLong(Branch::weight).sum();
        boolean mostly = 2 * broken > all;
        List<Step> steps = new ArrayList<>();
        branches.forEach(
                b -> b.way().steps().forEach(s -> steps.add(mostly || s.status() != HopStatus.BROKEN ? s : softened(s, broken, all))));
        Outcome outcome = branches.stream().filter(b -> (b.status() == HopStatus.BROKEN) == mostly).map(Branch::outcome).findFirst()
                .orElse(Outcome.answered());
        return new Ended<>(outcome, Optional.empty(), distinct(steps));
    }

    private static boolean alike(Branch a, Branch b) {
        return a.status() == b.status() && a.outcome().equals(b.outcome());
    }

    private static Step softened(Step step, long broken, long all) {
        return new Step(step.stage(), step.object(), HopStatus.SUSPECT,
                step.message() + " This meets " + broken + " of " + all + " requests.", step.passed(), step.obstacle());
    }

    private static List<Step> distinct(List<Step> steps) {
        return steps.stream().distinct().toList();
    }
}
