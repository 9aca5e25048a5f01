package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.policy.AuthorizationPolicy.Action;
import io.istiodoctor.mesh.policy.PolicyDecision.Cause;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The policies that one proxy enforces, in the order in which they are asked: external authorizers, tokens, rules that deny, rules that allow
 * (buildHTTPConnectionManager and buildCompleteNetworkFilters of Istio). The root namespace's come before those of the proxy's own.
 */
public final class ProxyPolicies {
    private final List<AuthorizationPolicy> authorization;
    private final List<JwtRule> tokens;
    private final ExtensionProviders providers;
    private final TrustDomains trust;

    ProxyPolicies(List<AuthorizationPolicy> authorization, List<JwtRule> tokens, ExtensionProviders providers, TrustDomains trust) {
        this.authorization = List.copyOf(authorization);
        this.tokens = List.copyOf(tokens);
        this.providers = providers;
        this.trust = trust;
    }

    /** What the next proxy sees of the token of a request that this one lets through. */
    public Token tokenBehind(Request request, Token token) {
        return new TokenCheck(tokens).behind(request, token);
    }

    /** The AuthorizationPolicies with an action, those that are only tried among them. */
    public List<AuthorizationPolicy> authorization(Action action) {
        return authorization.stream().filter(p -> p.action() == action).toList();
    }

    /** The rules for tokens, by issuer. */
    public List<JwtRule> tokens() {
        return tokens;
    }

    /** Whether nothing at all is asked for. */
    public boolean empty() {
        return authorization.isEmpty() && tokens.isEmpty();
    }

    /** What the request's token says, where a RequestAuthentication has verified it. */
    public Optional<Claims> verified(PolicyFacts facts) {
        return new TokenCheck(tokens).of(facts) instanceof TokenState.Verified good ? Optional.of(good.claims()) : Optional.empty();
    }

    /** Decides. */
    public PolicyDecision decide(PolicyFacts facts) {
        TokenState token = new TokenCheck(tokens).of(facts);
        List<Ground> open = new ArrayList<>();
        // External authorizers are asked before tokens are looked at: to their rules no request has one.
        Optional<PolicyDecision> external = external(new RuleJudge(facts, TokenState.absent(), List.of(), trust), facts.http(), open);
        if (external.isPresent()) {
            return external.get();
        }
        if (token instanceof TokenState.Refused refused) {
            return new PolicyDecision.TokenRefused(refused.by(), refused.status(), refused.why());
        }
        RuleJudge judge = new RuleJudge(facts, token, tokens, trust);
        List<Ground> passed = new ArrayList<>();
        Optional<PolicyDecision> denied = denied(enforced(Action.DENY), judge, Cause.RULE, open, passed);
        PolicyDecision decision = denied.orElseGet(() -> allowed(judge, open, passed));
        if (token instanceof TokenState.Unclear unclear) {
            open.addAll(0, unclear.open());
        }
        return decision instanceof PolicyDecision.Denied || open.isEmpty() ? decision : new PolicyDecision.Undecided(distinct(open));
    }

    private static List<Ground> distinct(List<Ground> grounds) {
        return List.copyOf(new LinkedHashSet<>(grounds));
    }

    private List<AuthorizationPolicy> enforced(Action action) {
        return authorization.stream().filter(p -> p.action() == action && !p.dryRun()).toList();
    }

    private Optional<PolicyDecision> external(RuleJudge judge, boolean http, List<Ground> open) {
        List<AuthorizationPolicy> custom = authorization(Action.CUSTOM);
        Set<String> names = new LinkedHashSet<>(custom.stream().map(AuthorizationPolicy::provider).sorted().toList());
        boolean tooMany = names.size() > 1 && !providers.severalAllowed();
        for (String name : names) {
            Optional<ExtensionProviders.Provider> provider = providers.find(name);
            Predicate<AuthorizationPolicy> its = p -> p.provider().equals(name);
            if (tooMany || provider.filter(p -> p.unusable().isEmpty()).isEmpty()) {
                Optional<PolicyDecision> denied = denied(custom.stream().filter(its.and(p -> !p.dryRun())).toList(), judge,
                        Cause.PROVIDER_UNUSABLE, open,
                        new ArrayList<>());
                if (denied.isPresent()) {
                    return denied;
                }
            } else if (http || provider.get().connections()) {
                // What is only tried is enforced as a denial here: istiod hands it over as rules that deny.
                Optional<PolicyDecision> tried = denied(custom.stream().filter(its.and(AuthorizationPolicy::dryRun)).toList(), judge,
                        Cause.RULE, open,
                        new ArrayList<>());
                if (tried.isPresent()) {
                    return tried;
                }
                custom.stream().filter(its.and(p -> !p.dryRun())).forEach(p -> ask(p, judge, open));
            }
        }
        return Optional.empty();
    }

    private static void ask(AuthorizationPolicy policy, RuleJudge judge, List<Ground> open) {
        for (PolicyRule rule : policy.rules()) {
            if (!(judge.judge(policy, rule) instanceof Answer.No)) {
                open.add(new Ground(rule.origin(), "what the external authorizer " + policy.provider() + " answers"));
            }
        }
    }

    private static Optional<PolicyDecision> denied(List<AuthorizationPolicy> policies, RuleJudge judge, Cause cause, List<Ground> open,
            List<Ground> passed) {
        Optional<PolicyDecision> denied = Optional.empty();
        for (AuthorizationPolicy policy : policies) {
            for (PolicyRule rule : policy.rules()) {
                switch (judge.judge(policy, rule)) {
                    case Answer.Yes yes ->
                            denied = denied.or(() -> Optional.of(new PolicyDecision.Denied(cause, rule.origin(), List.of())));
                    case Answer.No no -> passed.addAll(no.why());
                    case Answer.Open o -> open.addAll(o.open());
                }
            }
        }
        return denied;
    }

    private PolicyDecision allowed(RuleJudge judge, List<Ground> open, List<Ground> passed) {
        List<AuthorizationPolicy> policies = enforced(Action.ALLOW);
        if (policies.isEmpty()) {
            return new PolicyDecision.Allowed(Optional.empty(), passed);
        }
        List<Answer> answers = new ArrayList<>();
        for (AuthorizationPolicy policy : policies) {
            FieldRef itself = FieldRef.of(policy.resource().ref());
            if (policy.rules().isEmpty()) {
                answers.add(new Answer.No(List.of(new Ground(itself, "it has no rules, so that it allows nothing"))));
            }
            for (PolicyRule rule : policy.rules()) {
                Answer answer = judge.judge(policy, rule);
                if (answer instanceof Answer.Yes) {
                    return new PolicyDecision.Allowed(Optional.of(rule.origin()), passed);
                }
                answers.add(answer);
            }
        }
        if (Answer.any(answers) instanceof Answer.No no) {
            return new PolicyDecision.Denied(Cause.NOT_ALLOWED, FieldRef.of(policies.getFirst().resource().ref()), no.why());
        }
        answers.forEach(a -> open.addAll(a instanceof Answer.Open o ? o.open() : List.of()));
        return new PolicyDecision.Undecided(open);
    }

    /** The objects that are asked, in order. */
    public List<ObjectRef> objects() {
        return Stream.concat(tokens.stream().map(t -> t.origin().object()), authorization.stream().map(p -> p.resource().ref())).distinct()
                .toList();
    }
}
