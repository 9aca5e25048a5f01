package io.istiodoctor.trace;

import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Objects that would be refused, and which a request would have met otherwise: they are told where the way without them ends. */
final class RefusedObjects {
    private RefusedObjects() {}

    /**
     * The steps of a way, of which the last tells what is missing on it.
     *
     * @param written the steps of the same request with the refused objects
     */
    static List<Step> told(List<Step> steps, List<Step> written, Set<ObjectRef> refused) {
        Set<ObjectRef> missing = new LinkedHashSet<>();
        written.forEach(s -> s.passed().stream().map(Passed::object).filter(refused::contains).forEach(missing::add));
        if (missing.isEmpty() || steps.isEmpty()) {
            return steps;
        }
        if (fate(steps).equals(fate(written))) {
            // What is nearest to what a broken way lacks may be what is refused.
            return steps.getLast().status() == HopStatus.BROKEN ? written : steps;
        }
        Step last = steps.getLast();
        List<Passed> passed = new ArrayList<>(last.passed());
        missing.forEach(m -> passed.add(Step.deep(m, "")));
        String names = missing.stream().map(ObjectRef::toString).collect(Collectors.joining(", "));
        List<Step> told = new ArrayList<>(steps.subList(0, steps.size() - 1));
        told.add(new Step(last.stage(), last.object(), last.status(),
                "%s %s would be refused, and %s no part.".formatted(last.message(), names,
                        missing.size() == 1 ? "takes" : "take"),
                passed));
        return told;
    }

    /** Where a way leads, and how it ends: what is only looked at beside it does not matter. */
    private static List<List<Object>> fate(List<Step> steps) {
        return steps.stream().map(s -> List.<Object>of(s.stage(), s.object(), s.status(), s.message())).toList();
    }
}
