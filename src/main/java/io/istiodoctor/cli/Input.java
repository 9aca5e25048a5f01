package io.istiodoctor.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The state to read, as the user named it.
 *
 * @param files manifests and folders as given, "-" for standard input; empty for the live cluster
 * @param namespace the namespace to report on
 * @param allNamespaces whether to report on all namespaces; never together with {@code namespace}
 * @param context the kubeconfig's context; empty for its current one
 * @param kubeconfig the kubeconfig file; empty for KUBECONFIG, the home folder's or the pod's own account
 * @param assumeComplete whether the files are the whole cluster
 */
public record Input(List<String> files, Optional<String> namespace, boolean allNamespaces, Optional<String> context,
        Optional<Path> kubeconfig, boolean assumeComplete) {
    public Input {
        files = List.copyOf(files);
    }
}
