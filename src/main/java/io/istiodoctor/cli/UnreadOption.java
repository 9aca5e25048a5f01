package io.istiodoctor.cli;

import io.istiodoctor.model.Unanswered;
import io.istiodoctor.model.UserError;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code --allow-unread}: whether it is a failure that a part of the cluster could not be read. */
final class UnreadOption {
    private static final String NAME = "--allow-unread";

    private UnreadOption() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(NAME).type(boolean.class)
                .description("Accept that a part of the cluster cannot be read: no exit status 3 for what cannot be judged.").build());
    }

    /** Whether what cannot be read is accepted. */
    static boolean accepts(ParseResult arguments) {
        return arguments.hasMatchedOption(NAME);
    }

    /** The exit status where something stayed without an answer: 3, told in a line, unless that is accepted; otherwise the given one. */
    static int status(ParseResult arguments, List<Unanswered> unanswered, Terminal terminal, int otherwise) {
        if (unanswered.isEmpty() || accepts(arguments)) {
            return otherwise;
        }
        Unanswered first = unanswered.getFirst();
        terminal.tell("istio-doctor: cannot judge " + first.question()
                + (unanswered.size() == 1 ? "" : " and more (" + (unanswered.size() - 1) + ")")
                + ": " + first.reason() + "; " + NAME + " accepts that");
        return UserError.UNREADABLE_CLUSTER;
    }
}
