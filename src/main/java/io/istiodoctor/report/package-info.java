/** One renderer a file: a diagnosis, or what is known of the rules, as bytes to print. Never sees the mesh. */
@NullMarked
package io.istiodoctor.report;

import org.jspecify.annotations.NullMarked;
