package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.FieldRef;
import java.util.List;
import java.util.Optional;

/** What the policies at a proxy decide of a request or connection. */
public sealed interface PolicyDecision {
    /**
     * It passes.
     *
     * @param by the rule that allows it; empty when no policy asks for one
     * @param passed why the rules that deny do not hold
     */
    record Allowed(Optional<FieldRef> by, List<Ground> passed) implements PolicyDecision {
        public Allowed {
            passed = List.copyOf(passed);
        }
    }

    /**
     * It is denied: a request with 403 "RBAC: access denied", a connection by being cut at its first bytes.
     *
     * @param by the rule that denies it; where no rule allows it, the first policy that could
     * @param why for {@link Cause#NOT_ALLOWED}, of each rule that could allow it, what does not hold
     */
    record Denied(Cause cause, FieldRef by, List<Ground> why) implements PolicyDecision {
        public Denied {
            why = List.copyOf(why);
        }
    }

    /** Why something is denied. */
    enum Cause {
        /** A rule denies it. */
        RULE,
        /** Policies allow some, and this is none of them. */
        NOT_ALLOWED,
        /** A policy leaves it to a provider that does not exist, that cannot be used, or that is not the only one. */
        PROVIDER_UNUSABLE
    }

    /**
     * Its token is refused.
     *
     * @param by the rule of the RequestAuthentication, and there the field
     * @param status 401; 403 where only its audience is not taken
     */
    record TokenRefused(FieldRef by, int status, String why) implements PolicyDecision {}

    /** It depends on what is not known. */
    record Undecided(List<Ground> open) implements PolicyDecision {
        public Undecided {
            open = List.copyOf(open);
        }
    }
}
