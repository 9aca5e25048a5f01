package io.istiodoctor.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which cluster to connect to.
 *
 * @param kubeconfig the one kubeconfig file to use; without it KUBECONFIG, ~/.kube/config and the service account of the
 *     pod that the tool may run in are asked, in this order
 * @param context the context to use instead of the current one
 * @param as the user to be treated as, instead of what the kubeconfig says of impersonation
 * @param asGroups the groups to be treated as a member of; only with {@code as}
 * @param requestTimeout how long one request may take; zero for as long as it likes, empty for the customary limits
 * @param environment the process's environment variables
 */
public record ConnectionOptions(Optional<String> kubeconfig, Optional<String> context, Optional<String> as, List<String> asGroups,
        Optional<Duration> requestTimeout, Map<String, String> environment) {
    /** Options without impersonation and with the customary limits. */
    public ConnectionOptions(Optional<String> kubeconfig, Optional<String> context, Map<String, String> environment) {
        this(kubeconfig, context, Optional.empty(), List.of(), Optional.empty(), environment);
    }

    public ConnectionOptions {
        asGroups = List.copyOf(asGroups);
        environment = Map.copyOf(environment);
    }

    /** What kubectl must be told for the same cluster and user, each option with a blank before it. */
    public String kubectlOptions() {
        StringBuilder text = new StringBuilder();
        kubeconfig.ifPresent(file -> text.append(" --kubeconfig ").append(quoted(file)));
        context.ifPresent(name -> text.append(" --context ").append(quoted(name)));
        as.ifPresent(user -> text.append(" --as ").append(quoted(user)));
        asGroups.forEach(group -> text.append(" --as-group ").append(quoted(group)));
        return text.toString();
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A variable that is set and not empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
    }
}
