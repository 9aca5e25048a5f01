/** What changes proxies beyond routes and policies: EnvoyFilters, and telemetry. */
@NullMarked
package io.istiodoctor.mesh.extension;

import org.jspecify.annotations.NullMarked;
