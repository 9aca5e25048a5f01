package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.ConditionIndex;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order in which a gateway tries the http rules of several VirtualServices for one host (E3): VirtualServices by their age, one rule after
 * the other; rules that take every path stand behind all others, and of these the first counts.
 */
final class GatewayOrder {
    /** Where a rule could hold, and where an older VirtualService takes all of its requests. */
    private static final class Tally {
        private int places;
        private int shadowed;
        private VirtualService by;
    }

    private final Map<VirtualServiceRule, Tally> tallies = new IdentityHashMap<>();

    private GatewayOrder() {}

    /** Rules that never see a request, each with the older VirtualService that takes the first of them. */
    static Map<VirtualServiceRule, VirtualService> shadows(Bindings bindings) {
        GatewayOrder order = new GatewayOrder();
        bindings.servers().stream().filter(s -> s.speech().section().equals("http")).forEach(s -> order.look(s, bindings.of(s)));
        Map<VirtualServiceRule, VirtualService> shadows = new IdentityHashMap<>();
        order.tallies.forEach((rule, tally) -> {
            if (tally.places == tally.shadowed) {
                shadows.put(rule, tally.by);
            }
        });
        return shadows;
    }

    private void look(GatewayServer server, List<Binding> bindings) {
        Map<String, List<VirtualService>> byDomain = new LinkedHashMap<>();
        bindings.stream().sorted((a, b) -> Age.OLDEST_FIRST.compare(a.resource(), b.resource()))
                .forEach(b -> b.domains().forEach(d -> byDomain.computeIfAbsent(d, any -> new ArrayList<>(1)).add(b.virtualService())));
        byDomain.values().forEach(all -> look(server, all));
    }

    private void look(GatewayServer server, Iterable<VirtualService> oldestFirst) {
        ConditionIndex<VirtualService> taken = new ConditionIndex<>();
        Optional<VirtualService> takesRest = Optional.empty();
        for (VirtualService v : oldestFirst) {
            for (VirtualServiceRule rule : v.httpRules()) {
                count(server, rule, taken, takesRest);
            }
            Optional<VirtualService> ended = take(server, v, taken);
            takesRest = takesRest.isPresent() ? takesRest : ended;
        }
    }

    // A VirtualService ends at its first rule that takes every path here: istiod makes no routes of what stands behind it.
    private static Optional<VirtualService> take(GatewayServer server, VirtualService v, ConditionIndex<VirtualService> taken) {
        for (VirtualServiceRule rule : v.httpRules()) {
            for (Condition condition : rule.delegates() ? List.<Condition>of() : rule.rule().any()) {
                if (condition.catchAll() && condition.holdsAt(server)) {
                    return Optional.of(v);
                }
                if (!condition.catchAll()) {
                    taken.add(condition, v);
                }
            }
        }
        return Optional.empty();
    }

    private void count(GatewayServer server, VirtualServiceRule rule, ConditionIndex<VirtualService> taken,
            Optional<VirtualService> takesRest) {
        List<Condition> here = rule.rule().any().stream().filter(c -> c.holdsOn(server)).toList();
        if (here.isEmpty() || rule.unreachableBy().isPresent()) {
            return;
        }
        Tally tally = tallies.computeIfAbsent(rule, r -> new Tally());
        tally.places++;
        List<Optional<VirtualService>> by = here.stream()
                .map(c -> c.catchAll() ? takesRest : taken.covering(c).map(ConditionIndex.Entry::owner)).toList();
        if (by.stream().allMatch(Optional::isPresent)) {
            tally.shadowed++;
            tally.by = tally.by == null ? by.getFirst().orElseThrow() : tally.by;
        }
    }
}
