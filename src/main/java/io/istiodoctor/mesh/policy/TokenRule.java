package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A rule of a RequestAuthentication: whose tokens are taken, and where the keys come from. */
public final class TokenRule implements Subject {
    private final PolicyScope scope;
    private final JwtRule rule;
    private final Optional<TokenKeys.Trouble> trouble;
    private final boolean asked;
    private final boolean routed;
    private final Certainty policyAbsence;
    private final Optional<Service> missedBy;

    TokenRule(PolicyScope scope, JwtRule rule, Optional<TokenKeys.Trouble> trouble, boolean asked, boolean routed, Certainty policyAbsence,
            Optional<Service> missedBy) {
        this.missedBy = missedBy;
        this.scope = scope;
        this.rule = rule;
        this.trouble = trouble;
        this.asked = asked;
        this.routed = routed;
        this.policyAbsence = policyAbsence;
    }

    @Override
    public Resource resource() {
        return scope.resource();
    }

    @Override
    public String path() {
        return rule.origin().path();
    }

    /** Whose tokens are taken. */
    @SeenByRules
    public String issuer() {
        return rule.issuer();
    }

    /** Where the keys are fetched; empty when they stand in the object, or when the issuer is asked where they are. */
    @SeenByRules
    public String keysUrl() {
        return rule.keys();
    }

    /** Why istiod cannot fetch the keys; empty when it can, or when that cannot be seen. */
    @SeenByRules
    public String keysTrouble() {
        return trouble.map(TokenKeys.Trouble::words).orElse("");
    }

    /** The PeerAuthentication that is in the way of the keys, "namespace/name"; empty when none is. */
    @SeenByRules
    public String keysRefusedBy() {
        return trouble.map(TokenKeys.Trouble::strict).orElse("");
    }

    /** The Service of the mesh that the keys come from, where it is in the way. */
    @SeenByRules
    public Optional<Service> keysService() {
        return trouble.flatMap(TokenKeys.Trouble::service);
    }

    /** How certain it is that they cannot be fetched: certain, inferred or unknown. */
    @SeenByRules
    public Certainty keysCertainty() {
        return trouble.map(TokenKeys.Trouble::certainty).orElse(Certainty.CERTAIN);
    }

    /** Whether some policy where the rule holds asks for a token, or for what it says. */
    @SeenByRules(certainty = "policyAbsence")
    public boolean required() {
        return asked;
    }

    /** A Service behind the gateway whose policies ask for the token that this rule takes out of the request (no forwardOriginalToken). */
    @SeenByRules
    public Optional<Service> missedBy() {
        return missedBy;
    }

    /** What it means that no policy is there that asks for a token: certain, inferred or unknown. */
    @SeenByRules
    public Certainty policyAbsence() {
        return policyAbsence;
    }

    /** Whether what tokens say goes on to the application, or routes look at it, so that it is used otherwise than by policies. */
    @SeenByRules
    public boolean used() {
        return routed || rule.forward() || !rule.claimHeaders().isEmpty() || !rule.payloadHeader().isEmpty();
    }

    static boolean asks(List<AuthorizationPolicy> policies) {
        return policies.stream().flatMap(p -> p.rules().stream()).flatMap(r -> Stream.concat(r.sources().stream(), r.operations().stream()))
                .flatMap(List::stream).anyMatch(c -> switch (c.attribute()) {
                    case REQUEST_PRINCIPAL, AUDIENCES, PRESENTER, CLAIM -> true;
                    default -> false;
                });
    }

    /** The port of the pods with the keys that a PeerAuthentication for many pods shuts to plain text; 0 where none does. */
    @SeenByRules
    public long keysPodPort() {
        return trouble.map(TokenKeys.Trouble::podPort).orElse(0L);
    }

    /** Where the keys are fetched by the full name of the Service, where the name as written has no dot; else empty. */
    @SeenByRules
    public String fullKeysUrl() {
        return keysService().filter(s -> keysUrl().matches("\\w+://" + Pattern.quote(s.name()) + "([:/].*)?"))
                .map(s -> keysUrl().replaceFirst("//" + Pattern.quote(s.name()), "//" + s.host())).orElse("");
    }
}
