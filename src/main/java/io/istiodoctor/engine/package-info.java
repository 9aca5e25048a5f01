/** Runs rules over the mesh and makes findings of what they say. */
@NullMarked
package io.istiodoctor.engine;

import org.jspecify.annotations.NullMarked;
