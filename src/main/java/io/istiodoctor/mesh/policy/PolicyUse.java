package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.policy.AuthorizationPolicy.Action;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Locale;

/** An AuthorizationPolicy with what it is for. */
public final class PolicyUse implements Subject {
    private final AuthorizationPolicy policy;
    private final PolicyScope scope;
    private final ExtensionProviders providers;
    private final boolean configured;

    PolicyUse(AuthorizationPolicy policy, PolicyScope scope, ExtensionProviders providers, boolean configured) {
        this.policy = policy;
        this.scope = scope;
        this.providers = providers;
        this.configured = configured;
    }

    @Override
    public Resource resource() {
        return policy.resource();
    }

    AuthorizationPolicy policy() {
        return policy;
    }

    /** For which workloads it is. */
    @SeenByRules
    public PolicyScope scope() {
        return scope;
    }

    /** ALLOW, DENY, CUSTOM or AUDIT. */
    @SeenByRules
    public String action() {
        return policy.action().name();
    }

    /** The extension provider that decides, for CUSTOM. */
    @SeenByRules
    public String provider() {
        return policy.provider();
    }

    /** Why the provider cannot be asked, so that everything it is to decide is denied; empty when it can. */
    @SeenByRules
    public String providerTrouble() {
        if (policy.action() != Action.CUSTOM || policy.rules().isEmpty()) {
            return "";
        }
        return providers.find(policy.provider()).map(ExtensionProviders.Provider::unusable)
                .orElse("the mesh's configuration has no such provider");
    }

    /** Providers that the mesh's configuration has. */
    @SeenByRules
    public List<String> providers() {
        return providers.names();
    }

    /** Why nothing is known of providers; empty when the mesh's configuration was read. */
    @SeenByRules
    public String unknown() {
        return configured || policy.action() != Action.CUSTOM ? "" : "the mesh's configuration (ConfigMap istio) is not part of the input";
    }

    /** The action in small letters, for sentences: "allow", "deny". */
    @SeenByRules
    public String verb() {
        return policy.action().name().toLowerCase(Locale.ROOT);
    }
}
