package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.ConditionIndex;
import io.istiodoctor.mesh.match.RouteOrder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which http rules of VirtualServices for one host come after others, of other VirtualServices, that take all of their requests at a gateway (E3). */
final class GatewayOrder {
    /** Where a rule could hold, and where a VirtualService before takes all of its requests. */
    private static final class Tally {
        private int places;
        private int shadowed;
        private VirtualService by;
    }

    private final Map<VirtualServiceRule, Tally> tallies = new IdentityHashMap<>();

    private GatewayOrder() {}

    /** Rules that never see a request, each with the VirtualService before that takes the first of them. */
    static Map<VirtualServiceRule, VirtualService> shadows(Bindings bindings) {
        GatewayOrder order = new GatewayOrder();
        bindings.servers().stream().filter(s -> s.speech().section().equals("http")).forEach(s -> order.look(s, bindings));
        Map<VirtualServiceRule, VirtualService> shadows = new IdentityHashMap<>();
        order.tallies.forEach((rule, tally) -> {
            if (tally.places == tally.shadowed) {
                shadows.put(rule, tally.by);
            }
        });
        return shadows;
    }

    private void look(GatewayServer server, Bindings bindings) {
        Map<VirtualService, Set<String>> domains = new IdentityHashMap<>();
        bindings.of(server).forEach(b -> domains.computeIfAbsent(b.virtualService(), v -> new LinkedHashSet<>()).addAll(b.domains()));
        for (ServerOrder order : bindings.orders(server)) {
            Map<String, List<VirtualService>> byDomain = new LinkedHashMap<>();
            order.all().stream().distinct()
                    .forEach(v -> domains.get(v).forEach(d -> byDomain.computeIfAbsent(d, any -> new ArrayList<>(1)).add(v)));
            byDomain.values().forEach(all -> look(server, all));
        }
    }

    private void look(GatewayServer server, Iterable<VirtualService> inOrder) {
        ConditionIndex<VirtualService> taken = new ConditionIndex<>();
        Optional<VirtualService> takesRest = Optional.empty();
        for (VirtualService v : inOrder) {
            for (VirtualServiceRule rule : v.httpRules()) {
                count(server, rule, taken, takesRest);
            }
            for (Condition condition : RouteOrder.ending(taking(server, v), Condition::catchAll)) {
                if (condition.catchAll()) {
                    takesRest = takesRest.isPresent() ? takesRest : Optional.of(v);
                } else {
                    taken.add(condition, v);
                }
            }
        }
    }

    private static Stream<Condition> taking(GatewayServer server, VirtualService v) {
        return v.httpRules().stream().flatMap(GatewayOrder::taken).filter(c -> c.source().holdsInPodsOf(server));
    }

    // Where both a rule and its delegate's ask for something, what they take together is not looked at.
    private static Stream<Condition> taken(VirtualServiceRule rule) {
        Optional<Delegation> delegation = rule.delegation();
        if (delegation.isEmpty()) {
            return rule.rule().any().stream();
        }
        return delegation.filter(d -> d.problem().isEmpty()).flatMap(Delegation::delegate).stream().flatMap(d -> d.httpRules().stream())
                .flatMap(inner -> rule.unconditional() ? inner.rule().any().stream()
                        : inner.unconditional() ? rule.rule().any().stream() : Stream.empty());
    }

    private void count(GatewayServer server, VirtualServiceRule rule, ConditionIndex<VirtualService> taken,
            Optional<VirtualService> takesRest) {
        List<Condition> here = rule.rule().any().stream().filter(c -> c.source().holdsOn(server)).toList();
        if (here.isEmpty() || rule.unreachableBy().isPresent()) {
            return;
        }
        Tally tally = tallies.computeIfAbsent(rule, r -> new Tally());
        tally.places++;
        List<Optional<VirtualService>> by = here.stream()
                .map(c -> taken.covering(c).map(ConditionIndex.Entry::owner).or(() -> c.catchAll() ? takesRest : Optional.empty()))
                .toList();
        if (by.stream().allMatch(Optional::isPresent)) {
            tally.shadowed++;
            tally.by = tally.by == null ? by.getFirst().orElseThrow() : tally.by;
        }
    }
}
