package io.istiodoctor.cli;

import io.istiodoctor.cel.TypeEntry;
import io.istiodoctor.model.UserError;
import io.istiodoctor.report.Screen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine;

/** The whole command line: chooses the command, runs it, and turns every failure into one line and an exit status. */
final class Program {
    private static final int INTERNAL_ERROR = 70;

    private final Map<String, Function<List<String>, Command>> commands = new LinkedHashMap<>();
    private final String name;
    private final Doctor doctor;
    private final Terminal terminal;
    private final boolean debug;

    /**
     * The program.
     *
     * @param name how it was called: "istio-doctor" or "kubectl istio-doctor"
     * @param debug whether an internal error shows its stack trace
     */
    Program(String name, Doctor doctor, Terminal terminal, boolean debug) {
        this.name = name;
        this.doctor = doctor;
        this.terminal = terminal;
        this.debug = debug;
        commands.put("check", CheckCommand::new);
        commands.put("trace", rules -> new TraceCommand());
        commands.put("mend", rules -> new MendCommand());
        commands.put("urls", rules -> new UrlsCommand());
        commands.put("proxy", rules -> new ProxyCommand());
        commands.put("explain", ExplainCommand::new);
        // No command but the completion's script needs the types before it runs.
        commands.put("rules", rules -> new RulesCommand(rules.isEmpty() ? List.of()
                : doctor.fields(Optional.empty()).stream().map(TypeEntry::name).toList()));
        commands.put("completion", rules -> new CompletionCommand(this::everything));
    }

    /** Runs the command that these words name and returns the exit status. */
    int run(String... words) {
        try {
            return runOrThrow(words);
        } catch (ParameterException e) {
            terminal.tell("istio-doctor: " + UsageError.line(e));
            return UserError.BAD_INPUT;
        } catch (UserError e) {
            showTrace(e);
            terminal.tell("istio-doctor: " + e.getMessage());
            return e.exitCode();
        } catch (OutOfMemoryError e) {
            terminal.tell("istio-doctor: out of memory; give it more with JDK_JAVA_OPTIONS=-Xmx4g");
            return INTERNAL_ERROR;
        } catch (RuntimeException | Error e) {
            showTrace(e);
            terminal.tell("istio-doctor: internal error: " + e + "; this is a mistake in " + Version.line()
                    + ": please send the command, the input"
                    + " that does it (without Secrets)" + (debug ? " and the stack trace above" : " and the stack trace that"
                            + " ISTIO_DOCTOR_DEBUG=1 shows")
                    + " to its issue tracker");
            return INTERNAL_ERROR;
        }
    }

    private void showTrace(Throwable failure) {
        if (debug) {
            failure.printStackTrace();
        }
    }

    private int runOrThrow(String... words) {
        Optional<Function<List<String>, Command>> named = words.length == 0 ? Optional.empty()
                : Optional.ofNullable(commands.get(words[0]));
        return named.isPresent() ? run(named.get().apply(List.of()), Arrays.copyOfRange(words, 1, words.length)) : runUnnamed(words);
    }

    // Building the specification of a command takes longer than running some of them: only the named one is built, and of the program itself the name.
    private int run(Command command, String... words) {
        CommandSpec spec = command.spec();
        spec.parent(CommandSpec.create().name(name));
        ParseResult parsed = new CommandLine(spec).setExpandAtFiles(false).parseArgs(words);
        ParseResult deepest = deepest(parsed);
        if (deepest.isUsageHelpRequested() || !deepest.commandSpec().subcommands().isEmpty()) {
            terminal.print(usage(deepest.commandSpec().commandLine()));
            return 0;
        }
        requireValues(deepest);
        return command.run(parsed, doctor, terminal);
    }

    /** What is given must say something: an empty word is a variable of somebody's script that was not set. */
    private static void requireValues(ParseResult parsed) {
        parsed.matchedOptions().stream().filter(o -> o.originalStringValues().contains("")).findFirst().ifPresent(option -> {
            throw InputOptions.wrong(parsed, option.longestName() + " has an empty value");
        });
        if (parsed.matchedPositionals().stream().anyMatch(p -> p.originalStringValues().contains(""))) {
            throw InputOptions.wrong(parsed, "an empty argument was given");
        }
    }

    private static ParseResult deepest(ParseResult parsed) {
        return parsed.hasSubcommand() ? deepest(parsed.subcommand()) : parsed;
    }

    private int runUnnamed(String... words) {
        ParseResult parsed = everything(List.of()).parseArgs(words);
        ParseResult deepest = deepest(parsed);
        if (deepest.isVersionHelpRequested()) {
            terminal.print(Version.line() + "\n");
            return 0;
        }
        if (deepest.isUsageHelpRequested() || deepest != parsed && !deepest.commandSpec().subcommands().isEmpty()) {
            terminal.print(usage(deepest.commandSpec().commandLine()));
            return 0;
        }
        if (deepest == parsed) {
            requireValues(parsed);
            return OverviewCommand.run(parsed, doctor, terminal);
        }
        String option = parsed.matchedOptions().stream().findFirst().map(OptionSpec::longestName).orElse(words[0]);
        throw new ParameterException(parsed.commandSpec().commandLine(), option + " stands before '"
                + parsed.subcommand().commandSpec().name() + "'; write it behind");
    }

    /** The words that name each command, and each of a command's own ones; the first has none. */
    static List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>(List.of(List.of()));
        addCommands(new Program("", Wiring.doctor(Map.of()), new SystemTerminal(Map.of()), false).everything(List.of()), List.of(),
                commands);
        return commands;
    }

    private static void addCommands(CommandLine above, List<String> words, List<List<String>> commands) {
        above.getSubcommands().forEach((word, command) -> {
            List<String> named = Stream.concat(words.stream(), Stream.of(word)).toList();
            commands.add(named);
            addCommands(command, named, commands);
        });
    }

    private CommandLine everything(List<String> rules) {
        Map<String, Command> all = new LinkedHashMap<>();
        commands.forEach((word, command) -> all.put(word, command.apply(rules)));
        return commandLine(all);
    }

    private CommandLine commandLine(Map<String, Command> all) {
        CommandSpec root = Help.spec(name,
                "Finds out why a service cannot be reached through Istio, and how to mend it. Without a command: what is exposed, and whether it answers.",
                "", "what is exposed in the current context's namespace, and what is in the way",
                "-f manifests/", "the same of manifests",
                "check -n shop", "what is wrong in a namespace",
                "check -f manifests/", "what is wrong in manifests, before they are applied",
                "trace http://192.168.96.11:30001/fft", "where a request stops",
                "mend http://192.168.96.11:30001/fft", "the smallest change that lets it through",
                "urls -A", "every URL that leads in",
                "explain IST0162", "what a rule finds, and why that is a mistake",
                "explain 503 UH", "what a response code and Envoy's flag mean");
        root.addOption(OptionSpec.builder("-V", "--version").versionHelp(true).description("Show the version.").build());
        InputOptions.addTo(root);
        all.forEach((word, command) -> root.addSubcommand(word, command.spec()));
        // A file of arguments that somebody else may have written is no convenience that anybody asked for.
        CommandLine commandLine = new CommandLine(root).setExpandAtFiles(false);
        List<String> sections = new ArrayList<>(commandLine.getHelpSectionKeys());
        List<String> commands = List.of(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
        sections.removeAll(commands);
        sections.addAll(sections.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING), commands);
        root.usageMessage().sectionKeys(sections);
        return commandLine;
    }

    private String usage(CommandLine commandLine) {
        Screen screen = terminal.screen();
        commandLine.setUsageHelpWidth(Math.max(screen.proseWidth(), 60));
        return commandLine.getUsageMessage(screen.colour() ? Ansi.ON : Ansi.OFF);
    }
}
