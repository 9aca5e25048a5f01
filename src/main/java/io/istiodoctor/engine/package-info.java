/** Runs rules over the mesh and makes findings of what they say. */
package io.istiodoctor.engine;
