package io.istiodoctor.cluster;

import java.util.Map;
import java.util.Optional;

/**
 * Which cluster to connect to.
 *
 * @param kubeconfig the one kubeconfig file to use; without it KUBECONFIG, ~/.kube/config and the service account of the
 *     pod that the tool may run in are asked, in this order
 * @param context the context to use instead of the current one
 * @param environment the process's environment variables
 */
public record ConnectionOptions(Optional<String> kubeconfig, Optional<String> context,
        Map<String, String> environment) {
    public ConnectionOptions {
        environment = Map.copyOf(environment);
    }

    /** A variable that is set and not empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
    }
}
