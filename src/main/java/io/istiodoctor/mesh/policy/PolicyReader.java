package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.policy.AuthorizationPolicy.Action;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads AuthorizationPolicies (authz/model/model.go of Istio).
 *
 * @param release of istiod, which may not know every field
 */
record PolicyReader(Optional<IstioVersion> release) {
    private static final Set<String> TRUE = Set.of("1", "t", "true");

    /** Empty when the action is none that istiod knows. */
    Optional<AuthorizationPolicy> read(Resource policy) {
        String written = policy.spec().text("action");
        Optional<Action> action = List.of(Action.values()).stream().filter(a -> a.name().equals(written.isEmpty() ? "ALLOW" : written))
                .findFirst();
        List<PolicyRule> rules = new ArrayList<>();
        List<Node> nodes = policy.spec().get("rules").elements();
        for (int i = 0; i < nodes.size(); i++) {
            rules.add(rule(nodes.get(i), new FieldRef(policy.ref(), "spec.rules[" + i + "]")));
        }
        boolean dryRun = TRUE.contains(policy.annotations().getOrDefault("istio.io/dry-run", "").toLowerCase(Locale.ROOT));
        return action.map(a -> new AuthorizationPolicy(policy, a, policy.spec().get("provider").text("name"), dryRun, rules));
    }

    private PolicyRule rule(Node rule, FieldRef at) {
        List<PolicyCondition> who = new ArrayList<>();
        List<PolicyCondition> what = new ArrayList<>();
        String dropped = "";
        List<Node> when = rule.get("when").elements();
        for (int i = 0; i < when.size(); i++) {
            String key = when.get(i).text("key");
            Optional<Attribute> attribute = Attribute.ofKey(key).filter(a -> a.knownTo(release));
            if (attribute.isEmpty()) {
                dropped = "istiod knows no attribute " + key;
            } else {
                PolicyCondition condition = condition(attribute.get(), when.get(i), at.child("when[" + i + "]"), key);
                (attribute.get().operation() ? what : who).add(condition);
            }
        }
        for (String field : unknown(rule, Set.of("from", "to", "when"))) {
            who.add(unreadable(at.child(field), field));
        }
        return new PolicyRule(at, alternatives(rule, "from", "source", who, at), alternatives(rule, "to", "operation", what, at), dropped);
    }

    private static List<String> unknown(Node node, Set<String> known) {
        return node.fields().keySet().stream().filter(f -> !known.contains(f)).toList();
    }

    private static PolicyCondition condition(Attribute attribute, Node when, FieldRef at, String key) {
        return new PolicyCondition(attribute, Attribute.bracketed(key, attribute), texts(when.get("values")), texts(when.get("notValues")),
                at.child("values"), at.child("notValues"));
    }

    private List<List<PolicyCondition>> alternatives(Node rule, String list, String inside, List<PolicyCondition> always, FieldRef at) {
        List<Node> nodes = rule.get(list).elements();
        if (nodes.isEmpty()) {
            return List.of(always);
        }
        List<List<PolicyCondition>> found = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            FieldRef here = at.child(list + "[" + i + "]");
            List<PolicyCondition> conditions = new ArrayList<>();
            unknown(nodes.get(i), Set.of(inside)).forEach(f -> conditions.add(unreadable(here.child(f), f)));
            conditions.addAll(fields(nodes.get(i).get(inside), here.child(inside), inside.equals("operation")));
            conditions.addAll(always);
            found.add(conditions);
        }
        return found;
    }

    private List<PolicyCondition> fields(Node node, FieldRef at, boolean operation) {
        List<PolicyCondition> conditions = new ArrayList<>();
        for (Attribute attribute : Attribute.values()) {
            if (attribute.operation() == operation && !attribute.field().isEmpty() && attribute.knownTo(release)) {
                PolicyCondition condition = new PolicyCondition(attribute, "", texts(node.get(attribute.field())),
                        texts(node.get(attribute.opposite())),
                        at.child(attribute.field()), at.child(attribute.opposite()));
                if (!condition.values().isEmpty() || !condition.notValues().isEmpty()) {
                    conditions.add(condition);
                }
            }
        }
        for (String field : node.fields().keySet()) {
            if (Attribute.ofField(field).filter(a -> a.operation() == operation && a.knownTo(release)).isEmpty()) {
                conditions.add(unreadable(at.child(field), field));
            }
        }
        return conditions;
    }

    // What is not understood must neither widen a policy nor narrow it in silence.
    private static PolicyCondition unreadable(FieldRef at, String field) {
        return new PolicyCondition(Attribute.UNREADABLE, field, List.of(field), List.of(), at, at);
    }

    private static List<String> texts(Node list) {
        return list.elements().stream().flatMap(n -> n.text().stream()).toList();
    }
}
