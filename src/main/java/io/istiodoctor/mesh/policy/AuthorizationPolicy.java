package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.Resource;
import java.util.List;

/**
 * An AuthorizationPolicy that a proxy enforces.
 *
 * @param provider the extension provider that decides, for CUSTOM
 * @param dryRun whether it is only tried ({@code istio.io/dry-run})
 */
public record AuthorizationPolicy(Resource resource, Action action, String provider, boolean dryRun, List<PolicyRule> rules) {
    /** What a policy does with a request for which one of its rules holds. */
    public enum Action { CUSTOM, AUDIT, DENY, ALLOW }

    public AuthorizationPolicy {
        rules = List.copyOf(rules);
    }
}
