package io.istiodoctor.cli;

import io.istiodoctor.schema.Release;
import java.util.List;
import java.util.Optional;

/**
 * The state to read, as the user named it.
 *
 * @param files manifests and folders as given, "-" for standard input; empty for the live cluster
 * @param namespace the namespace to report on
 * @param allNamespaces whether to report on all namespaces; never together with {@code namespace}
 * @param assumeComplete whether the files are the whole cluster
 * @param istio the release of Istio to judge by; empty where the images of the state tell it
 * @param cluster the live cluster, where there are no files
 */
public record Input(List<String> files, Optional<String> namespace, boolean allNamespaces, boolean assumeComplete, Optional<Release> istio,
        ClusterAccess cluster) {
    public Input {
        files = List.copyOf(files);
    }
}
