/** Reads YAML and JSON into nodes that know their line and column. The only package that knows the YAML library. */
package io.istiodoctor.yaml;
