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

    /** What only the cluster's configuration knows. */
    private static final String ANYWHERE = """

            # Contexts and namespaces are those that kubectl knows; all else is as above.
            _complete_istio_doctor_anywhere() {
              local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" cluster=() i
              # bash takes --context=NAME apart; zsh leaves it to the lines above.
              [[ "$word" == = ]] && word=""
              [[ "$before" == = ]] && before="${COMP_WORDS[COMP_CWORD-2]}"
              for (( i = 1; i < COMP_CWORD - 1; i++ )); do
                case "${COMP_WORDS[i]}" in
                  --context|--kubeconfig) [[ "${COMP_WORDS[i+1]}" == = ]] && cluster+=("${COMP_WORDS[i]}" "${COMP_WORDS[i+2]}") || cluster+=("${COMP_WORDS[i]}" "${COMP_WORDS[i+1]}") ;;
                esac
              done
              case "$before" in
                --context) COMPREPLY=( $(compgen -W "$(kubectl config get-contexts -o name "${cluster[@]}" 2>/dev/null)" -- "$word") ) ;;
                -n|--namespace) COMPREPLY=( $(compgen -W "$(kubectl get namespaces -o name --request-timeout=2s "${cluster[@]}" 2>/dev/null | sed 's|.*/||')" -- "$word") ) ;;
                *) _complete_istio-doctor ;;
              esac
            }
            complete -F _complete_istio_doctor_anywhere -o default istio-doctor
            """;

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
        terminal.printUtf8(AutoComplete.bash("istio-doctor", everything.apply(rules)) + ANYWHERE);
        return 0;
    }
}
