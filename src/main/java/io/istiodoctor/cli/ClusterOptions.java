package io.istiodoctor.cli;

import io.istiodoctor.model.WholeNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The options that say which cluster to read and how; they bear kubectl's names and mean what they mean there. */
final class ClusterOptions {
    private static final List<String> NAMES = List.of("--context", "--kubeconfig", "--as", "--as-group", "--request-timeout");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m|h|)");

    private ClusterOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--context").type(String.class).paramLabel("CONTEXT")
                .description("The kubeconfig's context to use.").build());
        spec.addOption(OptionSpec.builder("--kubeconfig").type(Path.class).converters(InputOptions.path()).paramLabel("FILE")
                .description("The kubeconfig to use instead of kubectl's.").build());
        spec.addOption(OptionSpec.builder("--as").type(String.class).paramLabel("USER")
                .description("Read the cluster as this user (impersonation).").build());
        spec.addOption(OptionSpec.builder("--as-group").type(List.class).auxiliaryTypes(String.class).paramLabel("GROUP")
                .description("Read it as a member of this group; with --as. May be repeated.").build());
        spec.addOption(OptionSpec.builder("--request-timeout").type(Duration.class).converters(duration()).paramLabel("TIME")
                .description("Give a request up after this time: 20s, 2m, 0 for never (default: 5m, and 1m of silence).").build());
    }

    static ClusterAccess of(ParseResult arguments) {
        Optional<String> as = Optional.ofNullable(arguments.matchedOptionValue("--as", (String) null));
        List<String> groups = arguments.matchedOptionValue("--as-group", List.of());
        if (as.isEmpty() && !groups.isEmpty()) {
            throw InputOptions.wrong(arguments, "--as-group needs --as: groups are those of a user");
        }
        return new ClusterAccess(Optional.ofNullable(arguments.matchedOptionValue("--context", (String) null)),
                Optional.ofNullable(arguments.matchedOptionValue("--kubeconfig", (Path) null)), as, groups,
                Optional.ofNullable(arguments.matchedOptionValue("--request-timeout", (Duration) null)));
    }

    /** The first of these options that was given. */
    static Optional<String> firstOf(ParseResult arguments) {
        return NAMES.stream().filter(arguments::hasMatchedOption).findFirst();
    }

    /** Times as kubectl takes them: a whole number with a unit, seconds without one. */
    private static ITypeConverter<Duration> duration() {
        return text -> {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is no time like 20s or 2m");
            }
            long number = WholeNumber.of(matcher.group(1)).orElseThrow();
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofSeconds(number);
            };
        };
    }
}
