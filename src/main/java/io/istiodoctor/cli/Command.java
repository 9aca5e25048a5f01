package io.istiodoctor.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One word after {@code istio-doctor} and what it does. */
interface Command {
    /** Name, options and help. */
    CommandSpec spec();

    /** Does it and returns the exit status. */
    int run(ParseResult arguments, Doctor doctor, Terminal terminal);
}
