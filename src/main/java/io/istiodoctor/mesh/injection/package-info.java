/** How proxies come into pods: the webhooks that Istio asks the API server to call, what labels ask for, and what came of it. */
@NullMarked
package io.istiodoctor.mesh.injection;

import org.jspecify.annotations.NullMarked;
