package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.policy.AuthorizationPolicy.Action;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a ztunnel makes of AuthorizationPolicies (convertAuthorizationPolicy of Istio): it sees connections, not requests. A rule that allows by what it
 * does not see is left out; one that denies by it denies without.
 */
final class ZtunnelPolicies {
    private static final Set<Attribute> SEEN = EnumSet.of(Attribute.PRINCIPAL, Attribute.NAMESPACE, Attribute.ACCOUNT, Attribute.SOURCE_IP,
            Attribute.DESTINATION_IP,
            Attribute.PORT);

    private ZtunnelPolicies() {}

    /** The policy as a ztunnel enforces it; empty for one that it leaves aside: with external authorizers, or only tried. */
    static Optional<AuthorizationPolicy> of(AuthorizationPolicy policy) {
        boolean enforced = (policy.action() == Action.ALLOW || policy.action() == Action.DENY) && !policy.dryRun();
        return !enforced ? Optional.empty()
                : Optional.of(new AuthorizationPolicy(policy.resource(), policy.action(), policy.provider(), false,
                        policy.rules().stream().map(r -> rule(policy.action(), r)).toList()));
    }

    private static PolicyRule rule(Action action, PolicyRule rule) {
        List<String> unseen = unseen(rule);
        String dropped = action == Action.ALLOW && !unseen.isEmpty() ? "a ztunnel knows no " + String.join(" and no ", unseen) : "";
        return new PolicyRule(rule.origin(), rule.sources().stream().map(ZtunnelPolicies::seen).toList(),
                rule.operations().stream().map(ZtunnelPolicies::seen).toList(),
                dropped);
    }

    /** The fields of a rule that a ztunnel does not see, as they are written. */
    static List<String> unseen(PolicyRule rule) {
        Set<String> fields = new LinkedHashSet<>();
        Stream.concat(rule.sources().stream(), rule.operations().stream()).flatMap(List::stream)
                .filter(c -> !SEEN.contains(c.attribute()) && c.attribute() != Attribute.TRUST_DOMAIN).forEach(c -> fields.add(field(c)));
        return List.copyOf(fields);
    }

    private static String field(PolicyCondition condition) {
        Attribute attribute = condition.attribute();
        boolean when = condition.at().path().endsWith(".values");
        return when ? attribute.key() + (condition.name().isEmpty() ? "" : "[" + condition.name() + "]")
                : condition.values().isEmpty() ? attribute.opposite() : attribute.field();
    }

    private static List<PolicyCondition> seen(List<PolicyCondition> conditions) {
        return conditions.stream().filter(c -> SEEN.contains(c.attribute())).toList();
    }
}
