package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.policy.AuthorizationPolicy.Action;
import io.istiodoctor.mesh.route.Destination;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Rules at gateways that take the token out of a request, by the field of the rule, each with a Service behind whose policies ask for that token. */
final class TakenTokens {
    private record Way(Service to, Workload from) {}

    private final PolicyIndex index;
    private final Predicate<Workload> enforcing;
    private final Map<FieldRef, Service> missing = new HashMap<>();

    TakenTokens(List<VirtualService> routes, PolicyIndex index, Predicate<Workload> enforcing) {
        this.index = index;
        this.enforcing = enforcing;
        Set<Way> seen = new HashSet<>();
        routes.stream().flatMap(v -> v.destinations().stream()).filter(d -> !d.fromGateway().passedThrough())
                .forEach(d -> d.service().ifPresent(
                        s -> gateways(d).filter(w -> seen.add(new Way(s, w))).forEach(w -> collect(w, s))));
    }

    private static Stream<Workload> gateways(Destination destination) {
        return destination.fromGateway().gateways().stream().flatMap(g -> g.workloads().stream());
    }

    private void collect(Workload gateway, Service service) {
        index.of(gateway).tokens().stream().filter(r -> !r.forward() && !r.headers().isEmpty() && !missing.containsKey(r.origin())
                && service.workloads().stream().filter(enforcing).anyMatch(w -> asks(w, r.issuer())))
                .forEach(r -> missing.put(r.origin(), service));
    }

    private boolean asks(Workload server, String issuer) {
        ProxyPolicies policies = index.of(server);
        return policies.tokens().stream().anyMatch(r -> r.issuer().equals(issuer))
                && TokenRule.asks(Stream.of(Action.values()).flatMap(a -> policies.authorization(a).stream()).toList());
    }

    /** The Service behind a gateway that misses the token which this rule takes. */
    Optional<Service> missedBy(JwtRule rule) {
        return Optional.ofNullable(missing.get(rule.origin()));
    }
}
