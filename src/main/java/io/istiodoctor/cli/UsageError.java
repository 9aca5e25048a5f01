package io.istiodoctor.cli;

import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A wrong command line told in one line. */
final class UsageError {
    private UsageError() {}

    static String line(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        String help = "; see " + command.qualifiedName() + " --help";
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched, command) + help;
        }
        String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("wrong usage");
        return Character.toLowerCase(message.charAt(0)) + message.substring(1) + help;
    }

    private static String unknown(UnmatchedArgumentException unmatched, CommandSpec command) {
        String word = unmatched.getUnmatched().getFirst();
        String what = unmatched.isUnknownOption() ? "unknown option"
                : command.subcommands().isEmpty() ? "unexpected argument" : "unknown command";
        // The library suggests by common pairs of letters, often nothing; the first letter is what people seldom get wrong.
        Optional<String> meant = Stream.concat(unmatched.getSuggestions().stream(), command.subcommands().keySet().stream())
                .filter(candidate -> firstLetter(candidate) == firstLetter(word)).findFirst();
        return what + " '" + word + "'" + meant.map(m -> " (did you mean " + m + "?)").orElse("");
    }

    private static int firstLetter(String word) {
        return word.chars().filter(c -> c != '-').findFirst().orElse(0);
    }
}
