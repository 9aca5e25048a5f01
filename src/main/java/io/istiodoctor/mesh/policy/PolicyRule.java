package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.FieldRef;
import java.util.List;

/**
 * A rule of an AuthorizationPolicy: it holds when all conditions of one of its sources and all of one of its operations hold.
 *
 * @param origin the rule
 * @param sources each with its conditions, those of {@code when} among them
 * @param operations each with its conditions, those of {@code when} among them
 * @param dropped why istiod leaves the rule out altogether; empty when it does not
 */
record PolicyRule(FieldRef origin, List<List<PolicyCondition>> sources, List<List<PolicyCondition>> operations, String dropped) {
    PolicyRule {
        sources = sources.stream().map(List::copyOf).toList();
        operations = operations.stream().map(List::copyOf).toList();
    }
}
