/** Compiling and running the expressions of rules. The only package that knows CEL. */
@NullMarked
package io.istiodoctor.cel;

import org.jspecify.annotations.NullMarked;
