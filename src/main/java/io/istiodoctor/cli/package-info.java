/** The command line: the only place that prints, reads the environment or decides on the exit status. */
package io.istiodoctor.cli;
