/** Reads YAML and JSON into nodes that know their line and column. The only package that knows the YAML library. */
@NullMarked
package io.istiodoctor.yaml;

import org.jspecify.annotations.NullMarked;
