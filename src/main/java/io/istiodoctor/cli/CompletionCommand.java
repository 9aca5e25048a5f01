package io.istiodoctor.cli;

import io.istiodoctor.report.RuleCard;
import java.util.List;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine;

/** {@code completion bash|zsh}: the script that completes commands, options and rules. */
final class CompletionCommand implements Command {
    private static final List<String> SHELLS = List.of("bash", "zsh");

    private final Function<List<String>, CommandLine> everything;

    /**
     * The command.
     *
     * @param everything the whole command line, for these rules
     */
    CompletionCommand(Function<List<String>, CommandLine> everything) {
        this.everything = everything;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Help.spec("completion", "Print a script that completes commands, options and rules in a shell.",
                "source <(istio-doctor completion bash)", "bash: now; put the line into ~/.bashrc for always",
                "source <(istio-doctor completion zsh)", "zsh: now; put the line into ~/.zshrc for always");
        return spec.addPositional(PositionalParamSpec.builder().type(String.class).required(true).arity("1")
                .paramLabel(String.join("|", SHELLS)).completionCandidates(SHELLS).description("The shell.").build());
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        String shell = arguments.matchedPositionalValue(0, "");
        if (!SHELLS.contains(shell)) {
            throw new ParameterException(arguments.commandSpec().commandLine(),
                    "there is no completion for '" + shell + "', only for " + String.join(" and ", SHELLS));
        }
        List<String> rules = doctor.rules(List.of()).stream().map(RuleCard::name).toList();
        terminal.printUtf8(AutoComplete.bash("istio-doctor", everything.apply(rules)));
        return 0;
    }
}
