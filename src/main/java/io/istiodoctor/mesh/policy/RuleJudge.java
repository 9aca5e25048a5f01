package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.policy.AuthorizationPolicy.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether rules of AuthorizationPolicies hold for a request or a connection (authz/builder of Istio, RBAC of Envoy). */
record RuleJudge(PolicyFacts facts, TokenState token, List<JwtRule> tokenRules, TrustDomains trust) {
    Answer judge(AuthorizationPolicy policy, PolicyRule rule) {
        if (!rule.dropped().isEmpty()) {
            return new Answer.No(List.of(new Ground(rule.origin(), rule.dropped())));
        }
        ConditionJudge conditions = new ConditionJudge(facts, token, tokenRules, trust, policy.resource().ref().namespace());
        if (policy.action() == Action.ALLOW) {
            // A rule with one condition that cannot be asked allows nothing; one that denies does without it, and denies more.
            Optional<Ground> unaskable = Stream.concat(rule.sources().stream(), rule.operations().stream()).flatMap(List::stream)
                    .flatMap(c -> conditions.unaskable(c).stream()).findFirst();
            if (unaskable.isPresent()) {
                return new Answer.No(List.of(unaskable.get()));
            }
        }
        return Answer.all(List.of(one(rule.sources(), conditions), one(rule.operations(), conditions)));
    }

    private static Answer one(List<List<PolicyCondition>> alternatives, ConditionJudge judge) {
        List<Answer> answers = new ArrayList<>();
        alternatives.forEach(a -> answers.add(Answer.all(a.stream().map(judge::judge).toList())));
        return Answer.any(answers);
    }
}
