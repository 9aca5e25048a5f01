package io.istiodoctor.cluster;

import java.util.Optional;

/**
 * What to read. The whole cluster is read where permissions allow; the namespace only says where to look when they do not.
 *
 * @param namespace the namespace that the user asked for; empty for the context's own
 * @param allNamespaces whether the user asked for every namespace; {@code namespace} is then ignored
 */
public record ReadRequest(Optional<String> namespace, boolean allNamespaces, ProgressListener progress) {}
