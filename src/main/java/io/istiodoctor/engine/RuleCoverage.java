package io.istiodoctor.engine;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Unread;
import io.istiodoctor.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was read of the kinds that a rule needs.
 *
 * @param known for each of its needs, in their order
 */
record RuleCoverage(Rule rule, List<Coverage> known) {
    /** @throws IllegalStateException when a rule needs what is no kind and no group of kinds */
    static RuleCoverage of(Rule rule, Mesh mesh) {
        List<Coverage> known = new ArrayList<>(rule.needs().size());
        for (String need : rule.needs()) {
            known.add(mesh.coverage(need).orElseThrow(() -> new IllegalStateException(need)));
        }
        return new RuleCoverage(rule, known);
    }

    /** Why the rule cannot be judged at all: a kind that it needs was not read. */
    Optional<String> ignorance() {
        for (Coverage coverage : known) {
            if (coverage instanceof Coverage.None none) {
                return Optional.of(none.reason());
            }
        }
        return Optional.empty();
    }

    /** Why the rule cannot be judged of some objects: a part of what it needs was not read. Each reason once. */
    List<String> missingParts(Scope scope) {
        List<String> reasons = new ArrayList<>();
        for (Coverage coverage : known) {
            boolean missing = coverage instanceof Coverage.Nearly
                    || coverage instanceof Coverage.Namespaces some && !scope.within(some.namespaces());
            if (missing && !reasons.contains(coverage.reason())) {
                reasons.add(coverage.reason());
            }
        }
        return reasons;
    }

    /**
     * Why the rule is not judged anywhere, or not in all of what a scope means, with what would help.
     *
     * @param live whether a cluster was read, of which kinds that are never listed, as Secrets are not, were not asked for in vain
     */
    Optional<String> obstacle(Scope scope, boolean live) {
        for (Coverage coverage : known) {
            boolean missing = switch (coverage) {
                case Coverage.None none -> none.failed() || !live;
                case Coverage.Namespaces some -> !scope.within(some.namespaces());
                default -> false;
            };
            if (missing) {
                return Optional.of(coverage.right().map(r -> coverage.reason() + Unread.remedy(r)).orElse(coverage.reason()));
            }
        }
        return Optional.empty();
    }
}
