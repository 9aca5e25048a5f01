/** Ambient mode: which pods a node's ztunnel takes care of, and which waypoints stand before Services and pods. */
@NullMarked
package io.istiodoctor.mesh.ambient;

import org.jspecify.annotations.NullMarked;
