/** The Kubernetes API as a source: finds the cluster as kubectl does and reads what the tool understands. The only package that knows the client library. */
@NullMarked
package io.istiodoctor.cluster;

import org.jspecify.annotations.NullMarked;
