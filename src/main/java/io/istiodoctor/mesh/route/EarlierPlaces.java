package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.match.ConditionIndex;
import io.istiodoctor.mesh.match.CoveredIndex;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of one section of a VirtualService, and where in front of others one of them would take some requests. */
final class EarlierPlaces {
    private final Map<VirtualServiceRule, Integer> order = new IdentityHashMap<>();
    private final CoveredIndex<VirtualServiceRule> reachable = new CoveredIndex<>();

    EarlierPlaces(List<VirtualServiceRule> rules) {
        for (VirtualServiceRule rule : rules) {
            order.put(rule, order.size());
            if (rule.unreachableBy().isEmpty()) {
                rule.matches().forEach(m -> reachable.add(m.condition(), rule));
            }
        }
    }

    /** The first of the rules that take the requests of one, where something would be left to each rule from there on. */
    Optional<VirtualServiceRule> before(VirtualServiceRule rule) {
        ConditionIndex<RouteMatch> own = new ConditionIndex<>();
        rule.matches().forEach(m -> own.add(m.condition(), m));
        return rule.matches().stream().flatMap(m -> m.coveredBy().stream()).map(RouteMatch::rule).min(Comparator.comparingInt(order::get))
                .filter(first -> rule.matches().stream().flatMap(m -> reachable.candidates(m.condition()))
                        .filter(r -> order.get(r) >= order.get(first) && order.get(r) < order.get(rule))
                        .noneMatch(r -> r.matches().stream().allMatch(m -> own.covering(m.condition()).isPresent())));
    }
}
