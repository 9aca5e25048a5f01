package io.istiodoctor.cli;

import io.istiodoctor.mesh.base.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A wrong command line told in one line. */
final class UsageError {
    /** What is no name of a rule, but a path. */
    static final Pattern WORD_FOR_FILES = Pattern.compile("-|.*[./\\\\].*");

    /** What other tools call what a command does. */
    private static final Map<String, Set<String>> OTHER_WORDS = Map.of(
            "check", Set.of("analyse", "analyze", "lint", "validate", "verify", "diagnose", "scan", "audit", "doctor", "inspect"),
            "mend", Set.of("fix", "repair", "heal", "solve", "remedy", "resolve"),
            "explain", Set.of("show", "describe", "why", "what", "get", "info"),
            "trace", Set.of("follow", "request", "curl", "path", "reach", "route", "test"),
            "urls", Set.of("routes", "hosts", "endpoints", "ingress", "addresses", "links"),
            "proxy", Set.of("proxies", "pc", "ps", "proxy-config", "proxy-status", "envoy", "dump"));

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
        return OTHER_WORDS.entrySet().stream().filter(e -> e.getValue().contains(word) && !command.subcommands().isEmpty())
                .map(Map.Entry::getKey)
                .map(meant -> command.subcommands().containsKey(meant) ? meant : "istio-doctor " + meant).findFirst();
    }
}
