/** The command line: the only place that prints, reads the environment or decides on the exit status. */
@NullMarked
package io.istiodoctor.cli;

import org.jspecify.annotations.NullMarked;
