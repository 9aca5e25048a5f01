package io.istiodoctor.cli;

import io.istiodoctor.mesh.base.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A wrong command line told in one line. */
final class UsageError {
    /** What is no name of a rule, but a path. */
    static final Pattern WORD_FOR_FILES = Pattern.compile("-|.*[./\\\\].*");

    /** What other tools call what one of the commands does: the words, and the command. */
    private static final Map<Pattern, String> OTHER_WORDS = Map.of(
            Pattern.compile("analy[sz]e|lint|validate|verify|diagnose|scan|audit|doctor|inspect"), "check",
            Pattern.compile("fix|repair|heal|solve|remedy|resolve"), "mend",
            Pattern.compile("show|describe|why|what|get|info"), "explain",
            Pattern.compile("follow|request|curl|path|reach|route|test"), "trace",
            Pattern.compile("routes|hosts|endpoints|ingress|addresses|links"), "urls",
            Pattern.compile("proxies|pc|ps|proxy-config|proxy-status|envoy|dump"), "proxy");

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
        return what + " '" + word + "'" + meant(word, unmatched.isUnknownOption(), command)
                .map(m -> " (did you mean " + m + "?)").orElse("");
    }

    private static Optional<String> meant(String word, boolean option, CommandSpec command) {
        if (!option && command.findOption("-f") != null && WORD_FOR_FILES.matcher(word).matches()) {
            return Optional.of("-f " + word);
        }
        List<String> candidates = option ? command.optionsMap().keySet().stream().filter(o -> o.startsWith("--")).toList()
                : List.copyOf(command.subcommands().keySet());
        return Nearest.name(word.replaceFirst("=.*", ""), candidates).or(() -> option ? Optional.empty() : otherWord(word, command));
    }

    private static Optional<String> otherWord(String word, CommandSpec command) {
        return OTHER_WORDS.entrySet().stream().filter(e -> e.getKey().matcher(word).matches()).map(Map.Entry::getValue)
                .filter(meant -> !command.subcommands().isEmpty())
                .map(meant -> command.subcommands().containsKey(meant) ? meant : "istio-doctor " + meant).findFirst();
    }
}
