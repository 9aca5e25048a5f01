package io.istiodoctor.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which cluster to read, as whom, and how patiently.
 *
 * @param context the kubeconfig's context; empty for its current one
 * @param kubeconfig the kubeconfig file; empty for KUBECONFIG, the home folder's or the pod's own account
 * @param as the user to read as, instead of the one whose credentials are used
 * @param asGroups the groups to read as; only with {@code as}
 * @param requestTimeout how long one request may take, retries aside; empty for the customary limits
 */
public record ClusterAccess(Optional<String> context, Optional<Path> kubeconfig, Optional<String> as, List<String> asGroups,
        Optional<Duration> requestTimeout) {
    /** The cluster that kubectl talks to. */
    public static final ClusterAccess DEFAULT = new ClusterAccess(Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
            Optional.empty());

    public ClusterAccess {
        asGroups = List.copyOf(asGroups);
    }
}
