/** Compiling and running the expressions of rules. The only package that knows CEL. */
package io.istiodoctor.cel;
